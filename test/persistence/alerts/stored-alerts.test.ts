import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { missedBy } from '../../../persistence/alerts/missed.ts';
import { type Receiver, type ReceiverKey, receiversOf } from '../../../persistence/alerts/receivers.ts';
import {
  alertsBetween,
  markRead,
  storedAlerts,
  unreadCount,
} from '../../../persistence/alerts/stored-alerts.ts';
import { pricesSince } from '../../../persistence/alerts/subscribed.ts';
import { subscribe } from '../../../persistence/alerts/subscriptions.ts';
import { numberWaiting } from '../../../persistence/feed/numbering.ts';
import { tell } from '../../../persistence/feed/outbox.ts';
import { feedPosition } from '../../../persistence/feed/reading.ts';
import { DATABASE_KINDS, openStage, type Stage } from '../../support/stage.ts';
import { bidTaken, closed } from './events.ts';

describe.each(DATABASE_KINDS)('alerts that are kept, over %s', (kind) => {
  let stage: Stage;
  let sellerId: string;
  let auctionId: string;
  let ann: string;
  let bob: string;
  /** Where the feed was before the test told anything. */
  let begin: number;

  beforeAll(async () => {
    stage = await openStage(kind);
    sellerId = await stage.person();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    [ann, bob] = [await stage.person(), await stage.person()];
    auctionId = await stage.auction(sellerId);
    await tell(stage.db, bidTaken({ auctionId, bidderId: ann }), bidTaken({ auctionId, bidderId: bob }));
    await number();
    begin = (await feedPosition(stage.db)).head;
  });

  const number = () => numberWaiting(stage.db, { email: false, push: false });
  const outbid = async (times: number, outbidId = ann) => {
    await tell(
      stage.db,
      ...Array.from({ length: times }, () => bidTaken({ auctionId, bidderId: bob, outbidId })),
    );
    await number();
  };
  const missed = (after: number, upTo = begin + 1_000, most = 100) =>
    missedBy(stage.db, ann, { after, upTo, most });

  test('what came between two positions is exactly that, in order', async () => {
    await outbid(5);
    const positions = async (after: number, upTo: number, limit = 100) =>
      (await alertsBetween(stage.db, ann, { after, upTo, limit })).map(({ position }) => position - begin);
    expect(await positions(begin, begin + 5)).toEqual([1, 2, 3, 4, 5]);
    expect(await positions(begin + 1, begin + 3)).toEqual([2, 3]);
    expect(await positions(begin, begin + 5, 2)).toEqual([1, 2]);
    expect(await positions(begin + 5, begin + 5)).toEqual([]);
    expect(await alertsBetween(stage.db, bob, { after: begin, upTo: begin + 5, limit: 9 })).toEqual([]);
  });

  test('who was told of an event is read page by page, each once', async () => {
    const others = await Promise.all(Array.from({ length: 7 }, () => stage.person()));
    for (const userId of others) await subscribe(stage.db, { auctionId, userId });
    await outbid(1);
    await tell(stage.db, closed({ auctionId, sellerId, ending: 'cancelled' }));
    await number();
    const [outbidAt, closedAt] = [begin + 1, begin + 2];
    const told: Receiver[] = [];
    let after: ReceiverKey | undefined;
    do {
      const page = await receiversOf(stage.db, [outbidAt, closedAt], { among: undefined, after, limit: 3 });
      told.push(...page);
      after = page.at(-1);
    } while (after !== undefined);
    expect(told.map(({ position, kind }) => `${position - begin} ${kind}`)).toEqual([
      '1 outbid',
      ...Array.from({ length: 10 }, () => '2 cancelled'),
    ]);
    expect(new Set(told.slice(1).map(({ userId }) => userId))).toEqual(
      new Set([sellerId, ann, bob, ...others]),
    );
    const among = await receiversOf(stage.db, [closedAt], { among: [bob], after: undefined, limit: 9 });
    expect(among.map(({ userId }) => userId)).toEqual([bob]);
  });

  test('the list goes on by cursor while more is told, and knows what is read', async () => {
    await outbid(4);
    await markRead(stage.db, ann, begin + 2);
    const page = async (after: string | undefined, unread = false) => {
      const key = after === undefined ? undefined : ([after] as const);
      const { items } = await storedAlerts(stage.db, ann, { after: key, limit: 2, unread });
      return items.map(({ position, read }) => `${position - begin}${read ? ' read' : ''}`);
    };
    expect(await page(undefined)).toEqual(['4', '3']);
    await outbid(1);
    expect(await page(String(begin + 3))).toEqual(['2 read', '1 read']);
    expect(await page(undefined, true)).toEqual(['5', '4']);
    expect(await page(String(begin + 4), true)).toEqual(['3']);
    expect(await unreadCount(stage.db, ann)).toBe(3);
  });

  test('several who mark at once leave the furthest mark, and none is beyond what there is', async () => {
    await outbid(5);
    await Promise.all([5, 1, 3, 2].map((each) => markRead(stage.db, ann, begin + each)));
    expect(await markRead(stage.db, ann, 0)).toBe(begin + 5);
    expect(await markRead(stage.db, ann, 10 ** 15 - 1)).toBe(begin + 5);
    await outbid(1);
    expect(await unreadCount(stage.db, ann)).toBe(1);
  });

  test('what was missed is known to the last alert that is kept, and not beyond', async () => {
    await outbid(3);
    const known = await missed(begin + 1);
    expect(known).toMatchObject({
      kind: 'known',
      kept: [{ position: begin + 2, title: 'A thing', kind: 'outbid' }, { position: begin + 3 }],
    });
    expect(await missed(begin, begin + 3, 3)).toMatchObject({ kind: 'known' });
    expect(await missed(begin, begin + 3, 2)).toEqual({ kind: 'anew', reason: 'too_many' });
    expect(await missed(begin + 4)).toEqual({ kind: 'anew', reason: 'unknown_id' });
    await sql`update feed set alerts_gone = ${begin + 2}`.execute(stage.db);
    expect(await missed(begin + 1)).toEqual({ kind: 'anew', reason: 'too_old' });
    expect(await missed(begin + 2)).toMatchObject({ kind: 'known', kept: [{ position: begin + 3 }] });
    await sql`update feed set alerts_gone = 0`.execute(stage.db);
  });

  test('prices are those of what is open and wanted and changed since, and of what nobody can tell of', async () => {
    const bids = async (at: string) => {
      await sql`
        insert into bid (auction_id, seq, epoch, bidder_id, bid_id, kind, points, at, outcome, took_lead, price, minimum, available,
          bidder_age, bidder_gender)
        values (${auctionId}, 1, 1, ${bob}, gen_random_uuid(), 'plain', 150, now() + ${at}::interval, 'accepted', true, 150, 100, 0, 30,
          'undisclosed')`.execute(stage.db);
      await sql`update auction set price = 150, accepted_bids = 1, leader_id = ${bob}, leader_maximum = 150, leader_since = now()
        where id = ${auctionId}`.execute(stage.db);
    };
    const since = async (position: number) =>
      (await pricesSince(stage.db, ann, position)).map(({ pricePoints }) => pricePoints);
    await bids('1 second');
    expect(await since(begin)).toEqual([150]);
    expect((await pricesSince(stage.db, ann, begin))[0]).toMatchObject({ auctionId, bidCount: 1 });
    await sql`update bid set at = now() - interval '1 hour' where auction_id = ${auctionId}`.execute(
      stage.db,
    );
    expect(await since(begin)).toEqual([]);
    await sql`update feed set events_gone = ${begin}`.execute(stage.db);
    expect(await since(begin)).toEqual([150]);
    await sql`update auction_subscription set wanted = false where user_id = ${ann}`.execute(stage.db);
    expect(await since(begin)).toEqual([]);
    await sql`update feed set events_gone = 0`.execute(stage.db);
  });
});
