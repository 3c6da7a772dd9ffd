import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saidBy, subscriptionsOf } from '../../../persistence/alerts/subscribed.ts';
import { subscribe, unsubscribe } from '../../../persistence/alerts/subscriptions.ts';
import { numberWaiting } from '../../../persistence/feed/numbering.ts';
import { tell } from '../../../persistence/feed/outbox.ts';
import { DATABASE_KINDS, openStage, type Stage } from '../../support/stage.ts';
import { bidTaken, closed } from './events.ts';

describe.each(DATABASE_KINDS)('subscriptions over %s', (kind) => {
  let stage: Stage;
  let sellerId: string;
  let userId: string;

  beforeAll(async () => {
    stage = await openStage(kind);
    [sellerId, userId] = [await stage.person(), await stage.person()];
  });
  afterAll(() => stage.close());

  const number = () => numberWaiting(stage.db, { email: false, push: false });
  const listed = async (of: string): Promise<string[]> => {
    const { items } = await subscriptionsOf(stage.db, of, { after: undefined, limit: 100 });
    return items.map(({ auction, reason }) => `${auction.id} ${reason}`);
  };

  test('asking, taking part and saying no, in any order, leave what was said last', async () => {
    const auctionId = await stage.auction(sellerId);
    const asked = { auctionId, userId };
    expect(await subscribe(stage.db, asked)).toEqual({ kind: 'subscribed', reason: 'asked' });
    expect(await unsubscribe(stage.db, asked)).toEqual({ kind: 'unsubscribed', reason: null });
    await tell(stage.db, bidTaken({ auctionId, bidderId: userId }));
    await number();
    expect(await listed(userId)).toEqual([]);
    expect(await subscribe(stage.db, asked)).toEqual({ kind: 'subscribed', reason: 'bidding' });
    expect(await listed(userId)).toEqual([`${auctionId} bidding`]);
  });

  test('a no said before anything else is there before taking part is', async () => {
    const auctionId = await stage.auction(sellerId);
    await unsubscribe(stage.db, { auctionId, userId });
    await tell(stage.db, bidTaken({ auctionId, bidderId: userId }));
    await number();
    expect(await unsubscribe(stage.db, { auctionId, userId })).toEqual({
      kind: 'unsubscribed',
      reason: 'bidding',
    });
  });

  test('what ends while it is being asked for is refused, because its end may have been told already', async () => {
    const auctionId = await stage.auction(sellerId);
    await number();
    const end = async () => {
      await tell(stage.db, closed({ auctionId, sellerId, ending: 'cancelled' }));
      await sql`update auction set ending = 'cancelled', closed_at = now(), closed_seq = 1 where id = ${auctionId}`.execute(
        stage.db,
      );
      await number();
    };
    // It ends as the first transaction commits.
    const db = stage.db.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => result,
    });
    const transaction = stage.db.transaction.bind(stage.db);
    Object.assign(db, {
      transaction: () => ({
        execute: async <T>(work: (inside: typeof stage.db) => Promise<T>) => {
          const done = await transaction().execute(work);
          await end();
          return done;
        },
      }),
    });
    expect(await subscribe(db, { auctionId, userId })).toEqual({ kind: 'refused', code: 'cancelled' });
  });

  test('nobody there and nothing there are refused, and leave nothing behind', async () => {
    const nothing = { auctionId: randomUUID(), userId };
    expect(await subscribe(stage.db, nothing)).toEqual({ kind: 'refused', code: 'no_such_auction' });
    expect(await unsubscribe(stage.db, nothing)).toEqual({ kind: 'refused', code: 'no_such_auction' });
  });

  test('what people said of open auctions is read for many at once, yes and no', async () => {
    const [first, second] = [await stage.person(), await stage.person()];
    const [open, over] = [await stage.auction(sellerId), await stage.auction(sellerId)];
    await subscribe(stage.db, { auctionId: open, userId: first });
    await subscribe(stage.db, { auctionId: over, userId: first });
    await unsubscribe(stage.db, { auctionId: open, userId: second });
    await sql`update auction set ending = 'cancelled', closed_at = now(), closed_seq = 1 where id = ${over}`.execute(
      stage.db,
    );
    const said = await saidBy(stage.db, [first, second, randomUUID()]);
    expect(said).toHaveLength(2);
    expect(said).toEqual(
      expect.arrayContaining([
        { userId: first, auctionId: open, wanted: true },
        { userId: second, auctionId: open, wanted: false },
      ]),
    );
    expect(await saidBy(stage.db, [])).toEqual([]);
  });
});
