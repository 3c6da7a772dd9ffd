import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { points } from '../../auction/points.ts';
import { ROOM_LIMITS } from '../../rooms/limits.ts';
import type { AuctionStore } from '../../rooms/ports.ts';
import { DATABASE_KINDS, openStage, type Stage } from '../support/stage.ts';
import { bidAt, serving } from './serving.ts';

describe.each(DATABASE_KINDS)('a desk over the %s database', (kind) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(kind);
  });
  afterAll(() => stage.close());

  it('has a bid decided, paid for and stored by the time it is acknowledged', async () => {
    const [seller, ann] = [await stage.person(), await stage.person(500)];
    const desk = await serving(stage.store).desk(await stage.auction(seller));
    const bidId = randomUUID();

    const outcome = await bidAt(desk, { bidderId: ann, points: 120, bidId });

    expect(outcome).toMatchObject({
      status: 'accepted',
      leading: true,
      pricePoints: 120,
      minimumPoints: 121,
    });
    expect(await stage.wallet(ann)).toEqual({ available: 380, held: 120 });
    expect(await stage.db.selectFrom('bid').selectAll().where('bid_id', '=', bidId).execute()).toMatchObject([
      { seq: 1, outcome: 'accepted', price: 120, took_lead: true, bidder_gender: 'undisclosed' },
    ]);
  });

  it('gives the points back in the commit in which one is outbid', async () => {
    const [seller, ann, bob] = [await stage.person(), await stage.person(500), await stage.person(500)];
    const desk = await serving(stage.store).desk(await stage.auction(seller));

    await bidAt(desk, { bidderId: ann, points: 120 });
    await bidAt(desk, { bidderId: bob, points: 130 });

    expect(await stage.wallet(ann)).toEqual({ available: 500, held: 0 });
    expect(await stage.wallet(bob)).toEqual({ available: 370, held: 130 });
  });

  it('settles what came before it was retired, and takes nothing back from the next owner', async () => {
    const [seller, ann, bob] = [await stage.person(), await stage.person(500), await stage.person(500)];
    const auctionId = await stage.auction(seller);
    const desk = await serving(stage.store).desk(auctionId);
    const waiting = bidAt(desk, { bidderId: ann, points: 120 });
    desk.retire();
    await desk.idle();
    expect(await waiting).toMatchObject({ status: 'accepted' });

    const next = await serving(stage.store).desk(auctionId);
    // As after a commit whose answer was lost: a desk that is not retired would take the auction over again.
    desk.inDoubt();
    expect(await bidAt(desk, { bidderId: ann, points: 130 })).toMatchObject({
      code: 'room_moved',
      transient: true,
    });
    expect(await bidAt(next, { bidderId: bob, points: 140 })).toMatchObject({ status: 'accepted' });
    expect(next.isLost).toBe(false);
  });

  it('answers the same id with the same outcome, and another bid under it with a refusal of its own', async () => {
    const [seller, ann] = [await stage.person(), await stage.person(500)];
    const auctionId = await stage.auction(seller);
    const bid = { bidderId: ann, points: 120, bidId: randomUUID() };
    const first = await bidAt(await serving(stage.store).desk(auctionId), bid);

    // Another process, as after a failover: only the database can know.
    const desk = await serving(stage.store).desk(auctionId);
    expect(await bidAt(desk, bid)).toEqual(first);
    expect(await bidAt(desk, { ...bid, points: 150 })).toMatchObject({
      code: 'duplicate_bid_id',
      transient: false,
    });
    expect(await stage.wallet(ann)).toEqual({ available: 380, held: 120 });
  });

  it('moves nothing for a refused bid, and says why', async () => {
    const now = Date.now();
    const [seller, ann] = [await stage.person(10_000), await stage.person(500)];
    const live = await stage.auction(seller);
    const early = await stage.auction(seller, { startsAtMs: now + 60_000, plannedEndsAtMs: now + 120_000 });
    const late = await stage.auction(seller, { startsAtMs: now - 60_000, plannedEndsAtMs: now - 1_000 });
    const { desk } = serving(stage.store);
    const codeOf = async (auctionId: string, bidderId: string, amount: number) =>
      bidAt(await desk(auctionId), { bidderId, points: amount });

    expect(await codeOf(early, ann, 120)).toMatchObject({ status: 'refused', code: 'not_started' });
    expect(await codeOf(late, ann, 120)).toMatchObject({ status: 'refused', code: 'ended' });
    expect(await codeOf(live, ann, 99)).toMatchObject({
      status: 'refused',
      code: 'below_minimum',
      minimumPoints: 100,
    });
    expect(await codeOf(live, ann, 501)).toMatchObject({ status: 'refused', code: 'insufficient_points' });
    expect(await codeOf(live, seller, 120)).toMatchObject({ status: 'refused', code: 'own_auction' });

    expect(await stage.wallet(ann)).toEqual({ available: 500, held: 0 });
    expect(await stage.wallet(seller)).toEqual({ available: 10_000, held: 0 });
    const logged = stage.db.selectFrom('bid').where('auction_id', 'in', [early, late, live]);
    expect(await logged.select('outcome').execute()).toHaveLength(5);
  });

  it('lets points for one bid win one hold, however many auctions are bid in at once', async () => {
    const [seller, ann] = [await stage.person(), await stage.person(100)];
    const { desk } = serving(stage.store);
    const desks = await Promise.all(
      Array.from({ length: 50 }, async () => desk(await stage.auction(seller))),
    );

    const outcomes = await Promise.all(desks.map((one) => bidAt(one, { bidderId: ann, points: 100 })));

    expect(outcomes.filter(({ status }) => status === 'accepted')).toHaveLength(1);
    const refusals = outcomes.filter((outcome) => outcome.status === 'refused');
    expect(refusals.map(({ code }) => code)).toEqual(Array.from({ length: 49 }, () => 'insufficient_points'));
    expect(await stage.wallet(ann)).toEqual({ available: 0, held: 100 });
  });

  it('has one leader among a thousand equal bids at once', async () => {
    const seller = await stage.person();
    const people = await Promise.all(Array.from({ length: 1_000 }, () => stage.person(100)));
    const desk = await serving(stage.store).desk(await stage.auction(seller));

    const outcomes = await Promise.all(people.map((bidderId) => bidAt(desk, { bidderId, points: 100 })));

    expect(outcomes.filter(({ status }) => status === 'accepted')).toHaveLength(1);
    const { held } = await stage.db
      .selectFrom('wallet')
      .select((select) => select.fn.sum<string>('held').as('held'))
      .where('user_id', 'in', people)
      .executeTakeFirstOrThrow();
    expect(Number(held)).toBe(100);
  });

  it('settles nothing once another process has taken the auction', async () => {
    const [seller, ann, bob] = [await stage.person(), await stage.person(500), await stage.person(500)];
    const auctionId = await stage.auction(seller);
    const stale = await serving(stage.store).desk(auctionId);
    const lost: string[] = [];
    stale.watcher = { takenOver: () => {}, changed: () => {}, lost: () => lost.push('lost') };
    const owner = await serving(stage.store).desk(auctionId);

    expect(await bidAt(stale, { bidderId: ann, points: 400 })).toMatchObject({
      code: 'room_moved',
      transient: true,
    });
    expect(lost).toEqual(['lost']);
    expect(await stage.wallet(ann)).toEqual({ available: 500, held: 0 });
    expect(await bidAt(owner, { bidderId: bob, points: 120 })).toMatchObject({
      status: 'accepted',
      leading: true,
    });
  });

  it('never takes an auction back that it lost, not even for bids that were waiting', async () => {
    const [seller, ann, bob] = [await stage.person(), await stage.person(500), await stage.person(500)];
    const auctionId = await stage.auction(seller);
    const stale = await serving(stage.store).desk(auctionId);
    const owner = await serving(stage.store).desk(auctionId);

    // More than one commit takes: the second batch waits while the first finds out.
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, index) => bidAt(stale, { bidderId: ann, points: 110 + index })),
    );

    expect(new Set(outcomes.map((outcome) => 'code' in outcome && outcome.code))).toEqual(
      new Set(['room_moved']),
    );
    expect(await bidAt(owner, { bidderId: bob, points: 120 })).toMatchObject({
      status: 'accepted',
      leading: true,
    });
  });

  it('settles nothing at the older of two desks in one process, not even in the same commit', async () => {
    const [seller, ann, bob] = [await stage.person(), await stage.person(500), await stage.person(500)];
    const auctionId = await stage.auction(seller);
    const { desk } = serving(stage.store);
    const [older, newer] = [await desk(auctionId), await desk(auctionId)];

    const [stale, settled] = await Promise.all([
      bidAt(older, { bidderId: ann, points: 400 }),
      bidAt(newer, { bidderId: bob, points: 120 }),
    ]);

    expect(stale).toMatchObject({ code: 'room_moved', transient: true });
    expect(settled).toMatchObject({ status: 'accepted', leading: true });
    expect(older.state).toBeUndefined();
  });

  it.each([
    ['before', 'the commit was lost'],
    ['after', 'only the answer was lost'],
  ])('tells the true outcome, once, when the connection breaks %s the commit', async (when) => {
    const [seller, ann] = [await stage.person(), await stage.person(500)];
    let broken = true;
    const store: AuctionStore = {
      ...stage.store,
      settle: async (keys, fold) => {
        if (!broken) return stage.store.settle(keys, fold);
        broken = false;
        if (when === 'after') await stage.store.settle(keys, fold);
        throw new Error('connection lost');
      },
    };
    const auctionId = await stage.auction(seller);
    const desk = await serving(store).desk(auctionId);

    const outcome = await bidAt(desk, { bidderId: ann, points: 120 });

    expect(outcome).toMatchObject({ status: 'accepted', pricePoints: 120 });
    expect(await stage.wallet(ann)).toEqual({ available: 380, held: 120 });
    const log = stage.db.selectFrom('bid').select('seq').where('auction_id', '=', auctionId);
    expect(await log.execute()).toEqual([{ seq: 1 }]);
  });

  it('goes on settling and answering when a room stumbles over the news', async () => {
    const [seller, ann] = [await stage.person(), await stage.person(500)];
    const desk = await serving(stage.store).desk(await stage.auction(seller));
    const stumble = () => {
      throw new Error('cannot draw this');
    };
    desk.watcher = { takenOver: stumble, changed: stumble, lost: stumble };

    expect(await bidAt(desk, { bidderId: ann, points: 120 })).toMatchObject({ status: 'accepted' });
    expect(await bidAt(desk, { bidderId: ann, points: 300, kind: 'maximum' })).toMatchObject({
      status: 'accepted',
    });
    await desk.idle();
  });

  it('asks to try later, with nothing moved, while the database is away', async () => {
    const [seller, ann] = [await stage.person(), await stage.person(500)];
    const store: AuctionStore = { ...stage.store, settle: () => Promise.reject(new Error('no database')) };
    const desk = await serving(store).desk(await stage.auction(seller));

    expect(await bidAt(desk, { bidderId: ann, points: 120 })).toMatchObject({
      code: 'unavailable',
      transient: true,
    });
    expect(await stage.wallet(ann)).toEqual({ available: 500, held: 0 });
  });

  it('pays the seller, the house and nobody else when the auction ends, and does it once', async () => {
    const [seller, ann, bob] = [await stage.person(), await stage.person(500), await stage.person(500)];
    let now = Date.now();
    const auctionId = await stage.auction(seller, { plannedEndsAtMs: now + 10_000 });
    const desk = await serving(stage.store, () => now).desk(auctionId);
    await bidAt(desk, { bidderId: ann, points: 300, kind: 'maximum' });
    await bidAt(desk, { bidderId: bob, points: 199 });

    expect(await desk.close()).toBe('not_over');
    now += 10_000;
    expect(await desk.close()).toBeUndefined();
    expect(await desk.close()).toBeUndefined();

    // 200: one step over the runner-up; a tenth of it is the fee.
    expect(await stage.wallet(ann)).toEqual({ available: 300, held: 0 });
    expect(await stage.wallet(bob)).toEqual({ available: 500, held: 0 });
    expect(await stage.wallet(seller)).toEqual({ available: 180, held: 0 });
    const row = stage.db.selectFrom('auction').selectAll().where('id', '=', auctionId);
    expect(await row.executeTakeFirst()).toMatchObject({
      ending: 'sold',
      winner_id: ann,
      price: 200,
      closed_seq: 3,
    });
  });

  it('gives everything back when an auction is cancelled', async () => {
    const [seller, ann] = [await stage.person(), await stage.person(500)];
    const desk = await serving(stage.store).desk(await stage.auction(seller));
    await bidAt(desk, { bidderId: ann, points: 300, kind: 'maximum' });

    expect(await desk.cancel()).toBeUndefined();

    expect(await stage.wallet(ann)).toEqual({ available: 500, held: 0 });
    expect(await bidAt(desk, { bidderId: ann, points: 120 })).toMatchObject({ code: 'cancelled' });
  });

  it('sells to whoever buys now, in one commit with the payment', async () => {
    const [seller, ann] = [await stage.person(), await stage.person(500)];
    const desk = await serving(stage.store).desk(await stage.auction(seller, { buyNowPoints: points(400) }));

    expect(await bidAt(desk, { bidderId: ann, points: 400, kind: 'buy_now' })).toMatchObject({
      status: 'accepted',
    });

    expect(await stage.wallet(ann)).toEqual({ available: 100, held: 0 });
    expect(await stage.wallet(seller)).toEqual({ available: 360, held: 0 });
  });

  it('refuses for the moment, and only for the moment, when too many bids wait', async () => {
    const seller = await stage.person();
    const people = await Promise.all(Array.from({ length: 5 }, () => stage.person(500)));
    const desk = await serving(stage.store).desk(await stage.auction(seller));
    const bids = Array.from({ length: 1_100 }, (_, index) => ({
      bidderId: people[index % people.length] ?? seller,
      points: 50,
      bidId: randomUUID(),
    }));

    const outcomes = await Promise.all(bids.map((bid) => bidAt(desk, bid)));
    const full = outcomes.flatMap((outcome, index) =>
      outcome.status === 'refused' && outcome.code === 'mailbox_full' ? [index] : [],
    );

    expect(full).toHaveLength(1_100 - 1_024);
    const again = bids[full[0] ?? 0];
    if (again !== undefined) expect(await bidAt(desk, again)).toMatchObject({ code: 'below_minimum' });
  });

  it('lets nobody fill a mailbox alone, so that others can bid on', async () => {
    const [seller, flooder, ann] = [await stage.person(), await stage.person(500), await stage.person(500)];
    const house = serving(stage.store);
    const [desk, other] = [
      await house.desk(await stage.auction(seller)),
      await house.desk(await stage.auction(seller)),
    ];
    const flood = Array.from({ length: 1_100 }, (_, index) =>
      bidAt(index % 2 ? desk : other, { bidderId: flooder, points: 50, bidId: randomUUID() }),
    );

    expect(await bidAt(desk, { bidderId: ann, points: 100 })).toMatchObject({ status: 'accepted' });
    const outcomes = await Promise.all(flood);
    const full = outcomes.filter(
      (outcome) => outcome.status === 'refused' && outcome.code === 'mailbox_full',
    );
    expect(full).toHaveLength(1_100 - ROOM_LIMITS.waitingPerBidder);
    expect(await bidAt(desk, { bidderId: flooder, points: 200 })).toMatchObject({ status: 'accepted' });
  });
});
