import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FeedEvent } from '../../../auction/feed.ts';
import { points } from '../../../auction/points.ts';
import type { Letter } from '../../../auction/settlement.ts';
import { numberWaiting } from '../../../persistence/feed/numbering.ts';
import { openFeedPublisher } from '../../../persistence/feed/publisher.ts';
import { eventsAfter, feedPosition } from '../../../persistence/feed/reading.ts';
import { anyHistory } from '../../auction/generated.ts';
import { DATABASE_KINDS, openStage, type Stage } from '../../support/stage.ts';
import {
  failCommits,
  followed,
  killSome,
  move,
  NO_CHANNELS,
  numberAll,
  settleAnew,
  wholeFeed,
} from './feed-house.ts';
import { naiveAlerts, type Said } from './naive-alerts.ts';

const AT_MS = 1_700_000_010_000;

/** What somebody says of an auction before it begins: nothing, that they want to hear of it, or that they do not. */
const anySaid = fc.array(fc.constantFrom(undefined, true, false), { minLength: 12, maxLength: 12 });

describe.each(DATABASE_KINDS)('the feed on %s', (kind) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(kind);
  });
  afterAll(() => stage.close());

  async function say(said: readonly Said[]): Promise<void> {
    const rows = said.map(({ auctionId, userId, wanted }) => ({
      ...{ auction_id: auctionId, user_id: userId, wanted, reason: 'asked' as const },
    }));
    if (rows.length > 0) await stage.db.insertInto('auction_subscription').values(rows).execute();
  }

  async function alertsAfter(from: number): Promise<string[]> {
    const rows = await stage.db
      .selectFrom('alert')
      .select(['id', 'user_id', 'kind'])
      .where('id', '>', from)
      .execute();
    return rows.map((alert) => `${alert.id} ${alert.user_id} ${alert.kind}`).toSorted();
  }

  /** What the log says of an auction, in the words of the feed. */
  async function logged(auctionId: string): Promise<string[]> {
    const bids = await stage.db
      .selectFrom('bid')
      .select('seq')
      .where('auction_id', '=', auctionId)
      .where('outcome', '=', 'accepted')
      .orderBy('seq')
      .execute();
    const { closed_seq } = await stage.db
      .selectFrom('auction')
      .select('closed_seq')
      .where('id', '=', auctionId)
      .executeTakeFirstOrThrow();
    return [...bids.map(({ seq }) => `bid ${seq}`), ...(closed_seq === null ? [] : [`closed ${closed_seq}`])];
  }

  test('whoever dies, before or after a commit: positions without holes, each event once and in order, and exactly the alerts that are due', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory, anySaid, async (history, whatIsSaid) => {
        const { head: from } = await feedPosition(stage.db);
        const { people, auctions } = await move(stage, history);
        const said = auctions.flatMap(({ id }, auction) =>
          people.flatMap((userId, each): Said[] => {
            const wanted = whatIsSaid[auction * people.length + each];
            return wanted === undefined ? [] : [{ auctionId: id, userId, wanted }];
          }),
        );
        await say(said);

        const heal = [
          await failCommits(stage, 'feed', 'update', 'random() < 0.3'),
          await failCommits(stage, 'feed_batch', 'insert', 'random() < 0.15'),
        ];
        let settled = false;
        const publishing = [1, 3].map(async (most) => {
          while (!settled) await numberWaiting(stage.db, NO_CHANNELS, most).catch(() => {});
        });
        let over = false;
        const following = followed(stage, from, () => over);
        // Awaited below, after whatever fails before.
        following.catch(() => {});
        await Promise.all(
          auctions.map(async ({ letters }) => {
            for (let at = 0; at < letters.length; at += 3) await settleSurely(letters.slice(at, at + 3));
          }),
        );
        settled = true;
        await Promise.all(publishing);
        for (const stop of heal) await stop();
        await numberAll(stage);
        over = true;

        const events = await wholeFeed(stage, from);
        expect((await following).map(({ event }) => event)).toEqual(events);
        for (const { id } of auctions) {
          const own = events.filter(({ auctionId }) => auctionId === id);
          expect(own[0]?.kind).toBe('listed');
          expect(own.flatMap(inLog)).toEqual(await logged(id));
        }
        expect(await alertsAfter(from)).toEqual(naiveAlerts(from, events, said));
      }),
      // Of no use with a smaller history: what dies when is left to chance.
      { numRuns: 10, endOnFailure: true },
    );
  });

  /** Until it is known to be settled; what is sent again has its first outcome. */
  async function settleSurely(letters: readonly Letter[]): Promise<void> {
    for (;;) {
      const killing = kind === 'postgres' && Math.random() < 0.3 ? killSome(stage, 0.3) : undefined;
      const done = await settleAnew(stage, letters).then(
        () => true,
        () => false,
      );
      await killing;
      if (done) return;
    }
  }

  const inLog = (event: FeedEvent) =>
    event.kind === 'bid' || event.kind === 'closed' ? [`${event.kind} ${event.seq}`] : [];

  /** Somebody who sells, two who bid, one who looks on, and an auction from then until long ago. */
  async function auctionOf() {
    const [seller, ada, bob, eve] = [
      await stage.person(),
      await stage.person(1_000),
      await stage.person(1_000),
      await stage.person(),
    ];
    const auctionId = await stage.auction(seller, {
      startsAtMs: AT_MS - 10_000,
      plannedEndsAtMs: AT_MS + 60_000,
    });
    const letter = (request: Letter['request']): Letter => ({ auctionId, request });
    return {
      ...{ auctionId, seller, ada, bob, eve },
      bid: (bidderId: string, amount: number) =>
        settleAnew(stage, [
          letter({
            ...{ kind: 'bid', bidKind: 'plain', bidderId, bidId: crypto.randomUUID(), atMs: AT_MS },
            points: points(amount),
          }),
        ]),
      close: () => settleAnew(stage, [letter({ kind: 'close', atMs: AT_MS + 60_000 })]),
      say: (userId: string, wanted: boolean) => say([{ auctionId, userId, wanted }]),
    };
  }

  const kindsOf = async (userId: string) => {
    const query = stage.db.selectFrom('alert').select('kind').where('user_id', '=', userId).orderBy('id');
    return (await query.execute()).map((alert) => alert.kind);
  };

  test('a settlement that is rolled back tells nothing', async () => {
    const { ada, bid } = await auctionOf();
    await numberAll(stage);
    const before = await feedPosition(stage.db);
    const heal = await failCommits(stage, 'feed_batch', 'insert', 'true');
    await expect(bid(ada, 100)).rejects.toThrow('died before its commit');
    await heal();
    expect(await numberWaiting(stage.db, NO_CHANNELS)).toBe(0);
    expect(await feedPosition(stage.db)).toEqual(before);
    await bid(ada, 100);
    expect(await numberWaiting(stage.db, NO_CHANNELS)).toBe(1);
  });

  test('sellers and bidders hear of it by taking part, each once and as what they are', async () => {
    const { seller, ada, bob, eve, bid, say, close } = await auctionOf();
    await say(eve, true);
    await bid(ada, 100);
    await bid(bob, 200);
    await numberAll(stage);
    await bid(ada, 300);
    await close();
    await numberAll(stage);
    expect(await kindsOf(seller)).toEqual(['sold']);
    expect(await kindsOf(ada)).toEqual(['outbid', 'won']);
    expect(await kindsOf(bob)).toEqual(['outbid', 'lost']);
    expect(await kindsOf(eve)).toEqual(['ended']);
  });

  test('no means no, also for a seller and for a winner, and taking part does not undo it', async () => {
    const { seller, ada, bob, bid, say, close } = await auctionOf();
    for (const userId of [seller, ada, bob]) await say(userId, false);
    await bid(ada, 100);
    await bid(bob, 200);
    await bid(ada, 300);
    await close();
    await numberAll(stage);
    for (const userId of [seller, ada, bob]) expect(await kindsOf(userId)).toEqual([]);
  });

  test('who asked and then bids is a bidder', async () => {
    const { auctionId, ada, bob, bid, say, close } = await auctionOf();
    await say(ada, true);
    await bid(ada, 100);
    await bid(bob, 200);
    await close();
    await numberAll(stage);
    expect(await kindsOf(ada)).toEqual(['outbid', 'lost']);
    const row = stage.db
      .selectFrom('auction_subscription')
      .select('reason')
      .where('auction_id', '=', auctionId)
      .where('user_id', '=', ada);
    expect(await row.executeTakeFirst()).toEqual({ reason: 'bidding' });
  });

  test('who subscribes late hears of what comes later', async () => {
    const { seller, ada, bob, eve, bid, say, close } = await auctionOf();
    await bid(ada, 100);
    await close();
    await numberAll(stage);
    await say(eve, true);
    await numberAll(stage);
    expect(await kindsOf(eve)).toEqual([]);
    expect(await kindsOf(seller)).toEqual(['sold']);
    expect(await kindsOf(bob)).toEqual([]);
  });

  test('an item that was taken back before it was numbered leaves no subscription, and the feed goes on', async () => {
    const { auctionId } = await auctionOf();
    await stage.db.deleteFrom('auction').where('id', '=', auctionId).execute();
    const { head } = await feedPosition(stage.db);
    await numberAll(stage);
    const events = await wholeFeed(stage, head);
    expect(events.at(-1)).toMatchObject({ kind: 'listed', auctionId });
  });

  test('a page has as many events as were asked for, however they were committed', async () => {
    const { ada, bob, bid, auctionId } = await auctionOf();
    const letters = [ada, bob, ada, bob, ada].map(
      (bidderId, index): Letter => ({
        auctionId,
        request: {
          ...{ kind: 'bid', bidKind: 'plain', bidderId, bidId: crypto.randomUUID(), atMs: AT_MS },
          points: points(100 + index),
        },
      }),
    );
    await settleAnew(stage, letters);
    await bid(bob, 200);
    await settleAnew(stage, letters);
    await bid(ada, 300);
    await numberAll(stage);
    const { head } = await feedPosition(stage.db);
    const from = head - 8;
    for (let after = from; after <= head; after++) {
      for (let most = 1; most <= 9; most++) {
        const positions = (await eventsAfter(stage.db, after, most)).map(({ position }) => position);
        const length = Math.min(most, head - after);
        expect(positions).toEqual(Array.from({ length }, (_, index) => after + 1 + index));
      }
    }
  });

  test('what is too much for one transaction is numbered in smaller ones', async () => {
    for (let each = 0; each < 5; each++) await auctionOf();
    const { head } = await feedPosition(stage.db);
    const heal = await failCommits(stage, 'feed', 'update', 'new.head > old.head + 1');
    let warned = 0;
    let published = 0;
    const publisher = openFeedPublisher(stage.db, {
      channels: NO_CHANNELS,
      log: { warn: () => (warned += 1) },
      published: () => (published += 1),
    });
    await expect
      .poll(async () => {
        await publisher.flush();
        return (await feedPosition(stage.db)).head;
      })
      .toBe(head + 5);
    await publisher.stop();
    await heal();
    expect(warned).toBeGreaterThan(0);
    expect(published).toBe(5);
  });

  test('what a node that died had not numbered is numbered by another, without being told to', async () => {
    await auctionOf();
    const { head } = await feedPosition(stage.db);
    let published = 0;
    const publisher = openFeedPublisher(stage.db, {
      channels: NO_CHANNELS,
      log: { warn: () => {} },
      published: () => (published += 1),
    });
    await expect.poll(async () => (await feedPosition(stage.db)).head, { timeout: 10_000 }).toBe(head + 1);
    await publisher.stop();
    expect(published).toBe(1);
  });
});
