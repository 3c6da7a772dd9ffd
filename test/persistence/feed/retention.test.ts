import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { FEED_LIMITS } from '../../../persistence/feed/limits.ts';
import { numberWaiting } from '../../../persistence/feed/numbering.ts';
import { tell } from '../../../persistence/feed/outbox.ts';
import { eventsAfter, feedPosition } from '../../../persistence/feed/reading.ts';
import { deleteOld } from '../../../persistence/feed/retention.ts';
import { startFeedUpkeep } from '../../../persistence/feed/upkeep.ts';
import { DATABASE_KINDS, openStage, type Stage } from '../../support/stage.ts';
import { failCommits, NO_CHANNELS, numberAll } from './feed-house.ts';

const DAY_MS = 86_400_000;
const KEPT = { feedKeptMs: 7 * DAY_MS, alertsKeptMs: 30 * DAY_MS };

describe.each(DATABASE_KINDS)('what is old, on %s', (kind) => {
  let stage: Stage;
  let auctionId: string;
  beforeAll(async () => {
    stage = await openStage(kind);
  });
  afterAll(() => stage.close());
  /** A new feed, with the listing of one auction. */
  beforeEach(async () => {
    await sql`truncate feed_batch, alert`.execute(stage.db);
    await sql`update feed set head = 0, events_gone = 0, alerts_gone = 0`.execute(stage.db);
    auctionId = await stage.auction(await stage.person());
    await numberAll(stage);
  });

  /** So many batches of two events, of which nobody keeps an alert, told so many days ago. */
  async function happen(batches: number, daysAgo: number): Promise<void> {
    const at = new Date().toISOString();
    const event = {
      kind: 'extended',
      auctionId,
      at,
      seq: 1,
      pricePoints: 100,
      bidCount: 0,
      endsAt: at,
    } as const;
    for (let each = 0; each < batches; each++) await tell(stage.db, event, event);
    await sql`update feed_batch set written_at = now() - ${daysAgo}::int * interval '1 day' where last_position is null`.execute(
      stage.db,
    );
  }

  const alert = (id: number, daysAgo: number) =>
    stage.db
      .insertInto('alert')
      .values({
        ...{
          id,
          user_id: randomUUID(),
          kind: 'outbid',
          auction_id: auctionId,
          title: 'A thing',
          event: '{}',
        },
        at: new Date(Date.now() - daysAgo * DAY_MS),
      })
      .execute();

  const positions = async () => (await eventsAfter(stage.db, 0, 100)).map(({ position }) => position);
  const alertIds = async () =>
    (await stage.db.selectFrom('alert').select('id').orderBy('id').execute()).map(({ id }) => id);

  test('events go from the front, and the feed says up to where', async () => {
    await sql`update feed_batch set written_at = now() - interval '9 days'`.execute(stage.db);
    await happen(5, 8);
    await numberAll(stage);
    await happen(1, 6);
    await numberAll(stage);
    expect(await positions()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    expect(await deleteOld(stage.db, KEPT, { rows: 2 })).toBe(6);
    expect(await feedPosition(stage.db)).toEqual({ head: 13, eventsGone: 11, alertsGone: 0 });
    expect(await positions()).toEqual([12, 13]);
    expect(await deleteOld(stage.db, KEPT)).toBe(0);
    await happen(1, 0);
    expect(await numberWaiting(stage.db, NO_CHANNELS)).toBe(1);
    expect(await positions(), 'and goes on where it was').toEqual([12, 13, 14, 15]);
  });

  test('what waits to be numbered stays, however old it is', async () => {
    await happen(2, 100);
    expect(await deleteOld(stage.db, KEPT)).toBe(0);
    await numberAll(stage);
    expect(await positions()).toEqual([1, 2, 3, 4, 5]);
  });

  test('nothing goes from behind something younger: what is missing is one piece', async () => {
    await happen(1, 0);
    await numberAll(stage);
    await happen(1, 100);
    await numberAll(stage);
    expect(await deleteOld(stage.db, KEPT)).toBe(0);
    expect(await positions()).toEqual([1, 2, 3, 4, 5]);
  });

  test('alerts go by their own age, and the feed says up to where', async () => {
    await happen(5, 0);
    await numberAll(stage);
    await alert(1, 32);
    await alert(3, 31);
    for (let each = 0; each < 3; each++) await alert(4, 31);
    await alert(6, 29);
    await alert(7, 31);
    expect(await deleteOld(stage.db, KEPT, { rows: 2 })).toBe(5);
    expect(await feedPosition(stage.db)).toEqual({ head: 11, eventsGone: 0, alertsGone: 4 });
    expect(await alertIds()).toEqual([6, 7]);
  });

  test('a deletion that dies before its commit has deleted nothing, and is done again', async () => {
    await sql`update feed_batch set written_at = now() - interval '8 days'`.execute(stage.db);
    await alert(1, 31);
    const heal = await failCommits(stage, 'feed', 'update', 'true');
    await expect(deleteOld(stage.db, KEPT)).rejects.toThrow('died before its commit');
    expect(await positions()).toEqual([1]);
    await heal();
    expect(await deleteOld(stage.db, KEPT)).toBe(2);
    expect(await feedPosition(stage.db)).toEqual({ head: 1, eventsGone: 1, alertsGone: 1 });
  });

  test('is deleted by itself, a while after the start', async () => {
    await sql`update feed_batch set written_at = now() - interval '8 days'`.execute(stage.db);
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const log = { warn: () => {} };
    const upkeep = startFeedUpkeep(stage.db, { ...KEPT, endingSoonMs: 0, told: () => {}, log });
    vi.advanceTimersByTime(FEED_LIMITS.retentionFirstMs);
    vi.useRealTimers();
    await expect.poll(() => feedPosition(stage.db)).toMatchObject({ head: 1, eventsGone: 1 });
    await upkeep.stop();
  });

  test('several nodes that clean up at once delete each row once', async () => {
    await happen(20, 8);
    await numberAll(stage);
    await sql`update feed_batch set written_at = now() - interval '8 days'`.execute(stage.db);
    const deleted = await Promise.all([1, 2, 3].map((rows) => deleteOld(stage.db, KEPT, { rows })));
    deleted.push(await deleteOld(stage.db, KEPT));
    expect(deleted.reduce((sum, rows) => sum + rows)).toBe(21);
    expect(await feedPosition(stage.db)).toMatchObject({ head: 41, eventsGone: 41 });
  });
});
