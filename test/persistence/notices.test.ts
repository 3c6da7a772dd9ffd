/** The queue of notices over both databases: one owner at a time, nothing lost by what comes meanwhile. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { claimDue, noteOutcome, sweepNotices } from '../../persistence/alerts/notice-queue.ts';
import { preferencesOf, setPreferences, stopEmail } from '../../persistence/alerts/preferences.ts';
import {
  forgetPushEndpoint,
  pushEndpointsOf,
  putPushEndpoint,
} from '../../persistence/alerts/push-endpoints.ts';
import { queueNotices } from '../../persistence/alerts/queueing.ts';
import { DATABASE_KINDS, openStage, type Stage } from '../support/stage.ts';

const LEASE_MS = 60_000;
const BOTH = { email: true, push: true };

describe.each(DATABASE_KINDS)('%s', (kind) => {
  let stage: Stage;
  let position = 0;

  beforeAll(async () => {
    stage = await openStage(kind);
  });
  afterAll(() => stage.close());
  // What one test leaves waiting is not to be found by the next.
  beforeEach(async () => {
    await sql`delete from notice`.execute(stage.db);
  });

  const claim = (limit = 10) => claimDue(stage.db, { channel: 'email', limit, leaseMs: LEASE_MS });

  /** Somebody who is alerted and wants to be written to. */
  async function alerted() {
    const [sellerId, userId] = [await stage.person(), await stage.person()];
    const auctionId = await stage.auction(sellerId);
    await sql`insert into auction_subscription (auction_id, user_id, reason) values (${auctionId}, ${userId}, 'bidding')`.execute(
      stage.db,
    );
    await setPreferences(stage.db, userId, { email: ['outbid'], push: ['won'] });
    const alert = async () => {
      position += 1;
      const at = new Date().toISOString();
      await sql`insert into alert (id, user_id, kind, auction_id, title, event)
        values (${position}, ${userId}, 'outbid', ${auctionId}, 'A thing', '{}')`.execute(stage.db);
      const event = { kind: 'ending_soon', auctionId, at, pricePoints: 1, bidCount: 1, endsAt: at } as const;
      await queueNotices(stage.db, [{ position, event }], BOTH);
      return position;
    };
    return { userId, auctionId, alert, id: await alert() };
  }

  const rowOf = async (userId: string) => {
    const { rows } = await sql<{ alertId: number; attempts: number; inMs: number | null; sent: boolean }>`
      select alert_id as "alertId", attempts, (extract(epoch from due_at - now()) * 1000)::bigint as "inMs",
        sent_at is not null as sent
      from notice where user_id = ${userId}`.execute(stage.db);
    return rows[0];
  };
  const leaseEnds = (userId: string) =>
    sql`update notice set due_at = now() where user_id = ${userId}`.execute(stage.db);

  test('a notice that was claimed is nobody else’s until its lease is over', async () => {
    const { userId, id } = await alerted();
    const [mine, others] = [await claim(), await claim()];
    expect(mine).toMatchObject([
      { userId, kind: 'outbid', target: 'email', alertId: id, attempts: 1, wanted: true },
    ]);
    expect(others).toEqual([]);
    await leaseEnds(userId);
    expect(await claim()).toMatchObject([{ userId, attempts: 2 }]);
  });

  test('whoever lost the lease notes nothing', async () => {
    const { userId } = await alerted();
    const [first] = await claim();
    await leaseEnds(userId);
    const [second] = await claim();
    if (first === undefined || second === undefined) throw new Error('claimed twice');
    expect(await noteOutcome(stage.db, first, { kind: 'over' })).toBe(false);
    expect(await rowOf(userId)).toMatchObject({ sent: false });
    expect(await noteOutcome(stage.db, second, { kind: 'sent' })).toBe(true);
    expect(await rowOf(userId)).toMatchObject({ sent: true, inMs: null });
  });

  test('a later alert takes the place of one that waits, and is not due before it', async () => {
    const { userId, alert } = await alerted();
    const [first] = await claim();
    if (first === undefined) throw new Error('not claimed');
    await noteOutcome(stage.db, first, { kind: 'again', afterMs: 40_000 });
    const later = await alert();
    const row = await rowOf(userId);
    expect(row).toMatchObject({ alertId: later, attempts: 0 });
    expect(row?.inMs).toBeGreaterThan(20_000);
    expect(await claim()).toEqual([]);
  });

  test.each([
    ['sent', { kind: 'sent' }, 500_000],
    ['to be tried again', { kind: 'again', afterMs: 30_000 }, 20_000],
    ['over', { kind: 'over' }, -1_000],
  ] as const)(
    'a later alert that came meanwhile is not lost when the one before it is %s',
    async (_what, outcome, from) => {
      const { userId, alert } = await alerted();
      const [first] = await claim();
      if (first === undefined) throw new Error('not claimed');
      const later = await alert();
      expect(await claim()).toEqual([]);
      expect(await noteOutcome(stage.db, first, outcome)).toBe(true);
      const row = await rowOf(userId);
      expect(row).toMatchObject({ alertId: later, sent: outcome.kind === 'sent' });
      expect(row?.inMs).toBeGreaterThan(from);
      await leaseEnds(userId);
      expect(await claim()).toMatchObject([{ alertId: later, attempts: 1 }]);
    },
  );

  test('what somebody leads, muted or turned off is not wanted any more', async () => {
    const changes = [
      (userId: string, auctionId: string) =>
        sql`update auction set leader_id = ${userId}, leader_maximum = 100, leader_since = now(),
          accepted_bids = 1, price = 100 where id = ${auctionId}`,
      (userId: string, auctionId: string) =>
        sql`update auction_subscription set wanted = false where user_id = ${userId} and auction_id = ${auctionId}`,
      (userId: string) => sql`update notice_preference set email = '{}' where user_id = ${userId}`,
      (userId: string) => sql`delete from alert where user_id = ${userId}`,
      (_userId: string, auctionId: string) =>
        sql`update auction set starts_at = now() - interval '2 hours', planned_ends_at = now() - interval '1 hour',
          ends_at = now() - interval '1 hour' where id = ${auctionId}`,
    ];
    for (const change of changes) {
      const { userId, auctionId } = await alerted();
      await change(userId, auctionId).execute(stage.db);
      expect(await claim()).toMatchObject([{ userId, wanted: false }]);
    }
  });

  test('the longest waiting come first, so many as were asked for', async () => {
    const people = [await alerted(), await alerted(), await alerted()];
    for (const [index, { userId }] of people.entries())
      await sql`update notice set due_at = now() - ${3 - index}::int * interval '1 minute' where user_id = ${userId}`.execute(
        stage.db,
      );
    const claimed = [...(await claim(2)), ...(await claim(2))].map(({ userId }) => userId);
    expect(claimed).toEqual(people.map(({ userId }) => userId));
  });

  test('sweeping forgets what is over and was not sent lately, and nothing that waits', async () => {
    const [sent, lately, over, waiting] = [
      await alerted(),
      await alerted(),
      await alerted(),
      await alerted(),
    ];
    for (const notice of await claim()) {
      const { userId } = notice;
      if (userId === waiting.userId) await noteOutcome(stage.db, notice, { kind: 'again', afterMs: 1_000 });
      else await noteOutcome(stage.db, notice, { kind: userId === over.userId ? 'over' : 'sent' });
    }
    await sql`update notice set sent_at = now() - interval '11 minutes' where user_id = ${sent.userId}`.execute(
      stage.db,
    );
    expect(await sweepNotices(stage.db)).toBeGreaterThanOrEqual(2);
    const left = await Promise.all([sent, lately, over, waiting].map(({ userId }) => rowOf(userId)));
    expect(left.map((row) => row !== undefined)).toEqual([false, true, false, true]);
    await sql`update notice set due_at = now() - interval '2 days' where user_id = ${waiting.userId}`.execute(
      stage.db,
    );
    await sweepNotices(stage.db);
    expect(await rowOf(waiting.userId)).toBeUndefined();
  });

  test('a browser has one owner, and what waits for a forgotten one is not wanted', async () => {
    const { userId, auctionId } = await alerted();
    const other = await stage.person();
    await claim();
    const address = { address: `https://push.example/${userId}`, p256dh: 'k', auth: 'a' };
    const { id } = await putPushEndpoint(stage.db, userId, address);
    await sql`insert into notice (user_id, auction_id, kind, target, alert_id, due_at)
      values (${userId}, ${auctionId}, 'won', ${id}, ${position}, now())`.execute(stage.db);
    const claimPush = () => claimDue(stage.db, { channel: 'push', limit: 10, leaseMs: 0 });
    expect(await claimPush()).toMatchObject([{ target: id, wanted: true, endpoint: address }]);
    expect((await putPushEndpoint(stage.db, other, address)).id).toBe(id);
    expect([
      await pushEndpointsOf(stage.db, userId),
      (await pushEndpointsOf(stage.db, other)).length,
    ]).toEqual([[], 1]);
    expect(await claimPush()).toMatchObject([{ wanted: false, endpoint: null }]);
    await forgetPushEndpoint(stage.db, id);
    expect(await claimPush()).toMatchObject([{ wanted: false, endpoint: null }]);
  });

  test('e-mail is turned off alone', async () => {
    const person = await stage.person();
    await stopEmail(stage.db, person);
    expect(await preferencesOf(stage.db, person)).toEqual({
      email: [],
      push: ['outbid', 'ending_soon', 'won'],
    });
    await setPreferences(stage.db, person, { email: ['won'], push: ['outbid'] });
    await stopEmail(stage.db, person);
    expect(await preferencesOf(stage.db, person)).toEqual({ email: [], push: ['outbid'] });
  });
});
