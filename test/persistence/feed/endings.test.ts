import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FeedEvent } from '../../../auction/feed.ts';
import { points } from '../../../auction/points.ts';
import { tellEndings } from '../../../persistence/feed/endings.ts';
import { FEED_LIMITS } from '../../../persistence/feed/limits.ts';
import { startFeedUpkeep } from '../../../persistence/feed/upkeep.ts';
import { EndingSoonShape } from '../../../server/shapes/feed-shapes.ts';
import { DATABASE_KINDS, openStage, type Stage } from '../../support/stage.ts';
import { settleAnew } from './feed-house.ts';

const MINUTE_MS = 60_000;
const WITHIN_MS = 10 * MINUTE_MS;
const KEPT = { feedKeptMs: 86_400_000, alertsKeptMs: 86_400_000 };

describe.each(DATABASE_KINDS)('ends that are near, on %s', (kind) => {
  let stage: Stage;
  let seller: string;
  beforeAll(async () => {
    stage = await openStage(kind);
    seller = await stage.person();
  });
  afterAll(() => stage.close());

  const ending = (inMinutes: number, startedMinutesAgo = 60) =>
    stage.auction(seller, {
      startsAtMs: Date.now() - startedMinutesAgo * MINUTE_MS,
      plannedEndsAtMs: Date.now() + inMinutes * MINUTE_MS,
    });

  /** What was told of an auction, in the order in which it will be numbered. */
  async function told(auctionId: string): Promise<FeedEvent[]> {
    const { rows } = await sql<{ event: FeedEvent }>`
      select e.event from feed_batch b cross join json_array_elements(b.events) with ordinality as e (event, place)
      where e.event ->> 'auctionId' = ${auctionId} order by b.id, e.place`.execute(stage.db);
    return rows.map(({ event }) => event);
  }
  const kinds = async (auctionId: string) => (await told(auctionId)).map((event) => event.kind);

  /** Looks until there is nothing left to tell. */
  async function look(): Promise<number> {
    let sum = 0;
    let count: number;
    do {
      count = await tellEndings(stage.db, WITHIN_MS);
      sum += count;
    } while (count > 0);
    return sum;
  }

  test('are told once, as the auction stands, however many look at once and however often', async () => {
    const auctionId = await ending(9);
    const ada = await stage.person(1_000);
    await settleAnew(stage, [
      {
        auctionId,
        request: {
          ...{ kind: 'bid', bidKind: 'plain', bidderId: ada, bidId: randomUUID(), atMs: Date.now() },
          points: points(300),
        },
      },
    ]);
    await Promise.all([look(), look(), look()]);
    expect(await look()).toBe(0);
    const events = await told(auctionId);
    expect(events.map((event) => event.kind)).toEqual(['listed', 'bid', 'ending_soon']);
    const event = events.at(-1);
    expect(Value.Errors({ ...EndingSoonShape, additionalProperties: false }, event)).toEqual([]);
    const { ends_at } = await stage.db
      .selectFrom('auction')
      .select('ends_at')
      .where('id', '=', auctionId)
      .executeTakeFirstOrThrow();
    expect(event).toMatchObject({ pricePoints: 300, bidCount: 1, endsAt: ends_at.toISOString() });
    expect(Math.abs(Date.parse(event?.at ?? '') - Date.now())).toBeLessThan(MINUTE_MS);
  });

  test('are not told of what has not started, ends later, is over, or is closed', async () => {
    const cancelled = await ending(9);
    await settleAnew(stage, [{ auctionId: cancelled, request: { kind: 'cancel', atMs: Date.now() } }]);
    const others = [await ending(5, -1), await ending(11), await ending(-1), cancelled];
    await look();
    for (const auctionId of others) expect(await kinds(auctionId)).not.toContain('ending_soon');
  });

  test('are told once although the end moves away and comes near again', async () => {
    const auctionId = await ending(9);
    await look();
    await sql`update auction set ends_at = now() + interval '1 hour' where id = ${auctionId}`.execute(
      stage.db,
    );
    await look();
    await sql`update auction set ends_at = now() + interval '10 minutes', planned_ends_at = now() where id = ${auctionId}`.execute(
      stage.db,
    );
    await look();
    expect(await kinds(auctionId)).toEqual(['listed', 'ending_soon']);
  });

  test('are all told, so many at a time, and whoever numbers the feed is told to', async () => {
    const auctions: string[] = [];
    for (let each = 0; each <= FEED_LIMITS.endingsAtOnce; each++) auctions.push(await ending(8));
    let poked = 0;
    const upkeep = startFeedUpkeep(stage.db, {
      ...KEPT,
      endingSoonMs: WITHIN_MS,
      told: () => (poked += 1),
      log: { warn: () => {} },
    });
    await expect.poll(() => poked, { timeout: 10_000 }).toBe(2);
    await upkeep.stop();
    for (const auctionId of auctions) expect(await kinds(auctionId)).toEqual(['listed', 'ending_soon']);
  });

  if (kind === 'embedded') return;

  test('an auction that somebody has locked is waited for by nobody, and told the next time', async () => {
    const [locked, free] = [await ending(7), await ending(7)];
    await stage.db.transaction().execute(async (transaction) => {
      await sql`select from auction where id = ${locked} for no key update`.execute(transaction);
      await look();
      expect(await kinds(free)).toEqual(['listed', 'ending_soon']);
      expect(await kinds(locked)).toEqual(['listed']);
    });
    await look();
    expect(await kinds(locked)).toEqual(['listed', 'ending_soon']);
  });

  test('are told once when many look at the very same moment', async () => {
    for (let round = 0; round < 30; round++) {
      const auctions = await Promise.all([8, 8, 8].map((minutes) => ending(minutes)));
      await Promise.all([look(), look(), look(), look(), look()]);
      for (const auctionId of auctions) expect(await kinds(auctionId)).toEqual(['listed', 'ending_soon']);
    }
  });

  test('never come after the end itself: not while it is being stored', async () => {
    const auctionId = await ending(6);
    await stage.db.transaction().execute(async (transaction) => {
      await sql`update auction set ending = 'cancelled', closed_at = now(), closed_seq = 1 where id = ${auctionId}`.execute(
        transaction,
      );
      await sql`insert into feed_batch (events, event_count)
        values (json_build_array(json_build_object('kind', 'closed', 'auctionId', ${auctionId}::text)), 1)`.execute(
        transaction,
      );
      await look();
    });
    await look();
    expect(await kinds(auctionId)).toEqual(['listed', 'closed']);
  });

  test('never come after the end itself: not when many end as they are told', async () => {
    for (let round = 0; round < 10; round++) {
      const auctions = await Promise.all(Array.from({ length: 6 }, () => ending(6)));
      const [first, ...others] = auctions.map((auctionId) =>
        settleAnew(stage, [{ auctionId, request: { kind: 'cancel', atMs: Date.now() } }]),
      );
      await first;
      await Promise.all([look(), ...others, look()]);
      await look();
      for (const auctionId of auctions)
        expect((await kinds(auctionId)).join(' ')).toMatch(/^listed (ending_soon )?closed$/);
    }
  });
});
