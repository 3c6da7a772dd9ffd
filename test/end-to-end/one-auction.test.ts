import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LiveAuction, ReadyAuction } from '../../client-sdk/index.ts';
import { type AuctionServer, startAuctionServer } from '../../local-services/auction-server.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { listed, seen, somebody } from './people.ts';

describe.each(['embedded', 'postgres'])('one auction from end to end over the %s database', (kind) => {
  let server: AuctionServer;
  let dropDatabase = async () => {};
  const joined: LiveAuction[] = [];
  const join = async (person: ReadyAuction, auctionId: string) => {
    const live = await person.join(auctionId);
    joined.push(live);
    return live;
  };

  beforeAll(async () => {
    if (kind === 'embedded') {
      server = await startAuctionServer();
      return;
    }
    const database = await createTestDatabase();
    dropDatabase = database.drop;
    server = await startAuctionServer({ DATABASE_URL: database.url });
  });
  afterEach(async () => {
    for (const live of joined.splice(0)) await live.leave();
  });
  afterAll(async () => {
    await server?.stop();
    await dropDatabase();
  });

  it('shows everybody a bid that was acknowledged, and takes the points for it', async () => {
    const [seller, ann] = [await somebody(server.url), await somebody(server.url, 1_000)];
    const { id } = await listed(seller);
    const [watching, bidding] = [await join(new ReadyAuction(server.url), id), await join(ann, id)];

    const outcome = await bidding.bid(120);

    expect(outcome).toMatchObject({ status: 'accepted', leading: true, pricePoints: 120 });
    const view = await seen(watching, ({ pricePoints }) => pricePoints === 120);
    expect(view).toMatchObject({ leaderAlias: bidding.standing.alias, bidCount: 1, minimumPoints: 121 });
    expect(view.bids).toMatchObject([{ number: 1, alias: bidding.standing.alias, pricePoints: 120 }]);
    expect(await ann.wallet.balance()).toMatchObject({ availablePoints: 880, heldPoints: 120 });
  });

  it('tells whoever is outbid, and gives the points back', async () => {
    const [seller, ann, bob] = [
      await somebody(server.url),
      await somebody(server.url, 1_000),
      await somebody(server.url, 1_000),
    ];
    const { id } = await listed(seller);
    const [anns, bobs] = [await join(ann, id), await join(bob, id)];
    const outbid = new Promise((resolve) => anns.on('outbid', resolve));

    await anns.bid(120);
    await bobs.bidUpTo(500);

    expect(await outbid).toMatchObject({ leaderAlias: bobs.standing.alias, pricePoints: 121 });
    expect(await ann.wallet.balance()).toMatchObject({ availablePoints: 1_000, heldPoints: 0 });
    expect(bobs.standing).toMatchObject({ leading: true, maximumPoints: 500 });
  });

  it('never shows a maximum, a name or a balance to anybody else', async () => {
    const [seller, ann] = [
      await somebody(server.url),
      await somebody(server.url, 987_654, 'Ann Unmistakable'),
    ];
    const { id } = await listed(seller, { reservePoints: 654_321 });
    const watching = await join(new ReadyAuction(server.url), id);
    await (await join(ann, id)).bidUpTo(456_789);

    const view = await seen(watching, ({ bidCount }) => bidCount === 1);

    const everything = JSON.stringify([view, watching.standing, await watchingBids(id)]);
    for (const secret of ['456789', '987654', '654321', 'Unmistakable'])
      expect(everything).not.toContain(secret);
    expect(view).toMatchObject({ reserve: 'not_met', pricePoints: 100 });
  });

  const watchingBids = (id: string) => new ReadyAuction(server.url).auctions.bids(id);

  it('lets spectators watch but not bid', async () => {
    const { id } = await listed(await somebody(server.url));
    const watching = await join(new ReadyAuction(server.url), id);

    expect(await watching.bid(120)).toMatchObject({ status: 'refused', code: 'sign_in_required' });
    expect(watching.standing.alias).toBeNull();
  });

  it('ends by itself at its end, with one winner and the money where it belongs', async () => {
    const [seller, ann, bob] = [
      await somebody(server.url),
      await somebody(server.url, 1_000),
      await somebody(server.url, 1_000),
    ];
    const { id } = await listed(seller, { endsInMs: 2_500 });
    const [anns, bobs] = [await join(ann, id), await join(bob, id)];
    const [annHears, bobHears] = [anns, bobs].map(
      (live) => new Promise((resolve) => live.on('closed', resolve)),
    );
    await anns.bid(120);
    await bobs.bid(200);

    expect(await annHears).toMatchObject({ ending: 'sold', pricePoints: 200, won: false });
    expect(await bobHears).toMatchObject({ ending: 'sold', pricePoints: 200, won: true });

    expect(await bob.me.wins()).toMatchObject({ items: [{ auctionId: id, pricePoints: 200 }] });
    expect(await ann.wallet.balance()).toMatchObject({ availablePoints: 1_000, heldPoints: 0 });
    expect(await bob.wallet.balance()).toMatchObject({ availablePoints: 800, heldPoints: 0 });
    // Less the house's 2.5 %.
    expect(await seller.wallet.balance()).toMatchObject({ availablePoints: 195, heldPoints: 0 });
    expect(await bobs.bid(300)).toMatchObject({ status: 'refused', code: 'ended' });
  });

  it('gives a bid over REST the same outcome under the same id as one over a socket', async () => {
    const [seller, ann] = [await somebody(server.url), await somebody(server.url, 1_000)];
    const { id } = await listed(seller);
    const bid = { bidId: crypto.randomUUID(), kind: 'plain', points: 120 } as const;

    const first = await ann.auctions.bid(id, bid);
    const live = await join(ann, id);

    expect(first).toMatchObject({ status: 'accepted', leading: true });
    expect(await live.bid(120, { bidId: bid.bidId })).toEqual(first);
    expect(await ann.me.bids()).toMatchObject({ items: [{ bidId: bid.bidId, outcome: 'accepted' }] });
  });

  it('tells the true outcome of bids whose server was killed', { timeout: 60_000 }, async () => {
    const [seller, ann, bob] = [
      await somebody(server.url),
      await somebody(server.url, 1_000_000),
      await somebody(server.url, 1_000_000),
    ];
    const { id } = await listed(seller);
    const [anns, bobs] = [await join(ann, id), await join(bob, id)];

    const bids = Array.from({ length: 20 }, (_, round) => [
      anns.bid(110 + round * 20),
      bobs.bid(120 + round * 20),
    ]);
    await server.kill();
    await server.restart();
    const outcomes = await Promise.all(bids.flat());

    const stored = [...(await ann.me.bids()).items, ...(await bob.me.bids()).items];
    expect(stored).toHaveLength(40);
    for (const { bidId, status } of outcomes) {
      const rows = stored.filter((row) => row.bidId === bidId);
      expect(rows).toHaveLength(1);
      expect(rows[0]?.outcome === 'accepted').toBe(status === 'accepted');
    }
  });

  it('is there for whoever comes the moment after everybody left', async () => {
    const seller = await somebody(server.url);
    const { id } = await listed(seller);
    for (let round = 0; round < 10; round++) {
      const watching = await Promise.all(
        Array.from({ length: 5 }, () => new ReadyAuction(server.url).join(id)),
      );
      expect(watching.map(({ view }) => view.auctionId)).toEqual(watching.map(() => id));
      await Promise.all(watching.map((live) => live.leave()));
    }
    expect(server.logTail()).not.toContain('Error');
  });

  it('sees out whoever signed out elsewhere', { timeout: 40_000 }, async () => {
    const [seller, ann] = [await somebody(server.url), await somebody(server.url, 1_000)];
    const { id } = await listed(seller);
    const live = await join(new ReadyAuction(server.url, { token: ann.token ?? '' }), id);
    const lost = new Promise<void>((resolve) => {
      live.on('connection', ({ state }) => state === 'lost' && resolve());
    });

    await ann.auth.signOut();

    await lost;
    await expect(live.bid(120)).rejects.toThrow();
  });

  it('extends a soft close for an accepted bid, and tells so', async () => {
    const [seller, ann] = [await somebody(server.url), await somebody(server.url, 1_000)];
    const { id, endsAt } = await listed(seller, {
      endsInMs: 60_000,
      softClose: { windowSeconds: 120, extendBySeconds: 180, capSeconds: 600 },
    });
    const live = await join(ann, id);
    const extended = new Promise<{ endsAtMs: number }>((resolve) => live.on('extended', resolve));

    await live.bid(120);

    expect((await extended).endsAtMs).toBeGreaterThan(Date.parse(endsAt));
  });

  it('follows an edit of its terms before it starts', async () => {
    const seller = await somebody(server.url);
    const { id } = await listed(seller, { startsAt: new Date(Date.now() + 300_000).toISOString() });
    const live = await join(seller, id);

    await seller.auctions.edit(id, { startPricePoints: 250 });

    expect(await seen(live, ({ pricePoints }) => pricePoints === 250)).toMatchObject({ phase: 'ready' });
  });
});
