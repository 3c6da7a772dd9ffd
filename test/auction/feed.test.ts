/** What the feed tells of any history is what the log, the book and the states say. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FeedEvent } from '../../auction/feed.ts';
import { AUCTIONS, anyHistory, CLOSE_ALL } from './generated.ts';
import type { House } from './house.ts';
import { NaiveAuction } from './naive-auction.ts';

type Of<Kind extends FeedEvent['kind']> = Extract<FeedEvent, { kind: Kind }>;

const of = <Kind extends FeedEvent['kind']>({ feed }: House, kind: Kind): Of<Kind>[] =>
  feed.filter((event): event is Of<Kind> => event.kind === kind);

const iso = (ms: number) => new Date(ms).toISOString();

const always = (name: string, promise: (house: House) => void) =>
  test(name, () => {
    fc.assert(
      fc.property(anyHistory, ({ house: open, letters }) => {
        const house = open();
        house.settle([...letters, ...CLOSE_ALL]);
        promise(house);
      }),
      { numRuns: 300 },
    );
  });

always('each accepted bid is told once, in the order of the log, and no refused one', (house) => {
  const accepted = house.log.filter(({ outcome }) => outcome === 'accepted');
  expect(
    of(house, 'bid').map(({ auctionId, seq, at, bidderId, bidKind, pricePoints }) => ({
      ...{ auctionId, seq, at, bidderId, bidKind, pricePoints },
    })),
  ).toEqual(
    accepted.map(({ auctionId, seq, atMs, bidderId, kind, pricePoints }) => ({
      ...{ auctionId, seq, at: iso(atMs), bidderId, bidKind: kind, pricePoints },
    })),
  );
  for (const id of AUCTIONS) {
    const counts = of(house, 'bid').flatMap(({ auctionId, bidCount }) => (auctionId === id ? bidCount : []));
    expect(counts).toEqual(counts.map((_, index) => index + 1));
  }
});

always('outbid is who led and leads no more, or whom a higher maximum answered; nobody else', (house) => {
  const naive = new Map(AUCTIONS.map((id) => [`${id}`, new NaiveAuction(house.state(id).auction.terms)]));
  const told = of(house, 'bid');
  for (const record of house.log.filter(({ outcome }) => outcome === 'accepted')) {
    const auction = naive.get(record.auctionId);
    if (auction === undefined) throw new Error('an auction that nobody opened');
    const before = { leader: auction.leading?.bidderId ?? null, price: auction.price };
    auction.accept(record);
    const leader = auction.leading?.bidderId ?? null;
    const standsBack = leader === record.bidderId ? before.leader : record.bidderId;
    expect(told.shift()).toMatchObject({
      leaderId: leader,
      outbidId: standsBack === leader ? null : standsBack,
      priceChanged: before.leader === null || auction.price !== before.price,
    });
  }
});

always('points told are those of the book, log entry by log entry', (house) => {
  const booked = new Map<string, number>();
  for (const { auctionId, seq, kind, points } of house.transfers) {
    if (kind === 'hold' || kind === 'capture') continue;
    const entry = `${auctionId} ${seq} ${kind}`;
    booked.set(entry, (booked.get(entry) ?? 0) + points);
  }
  const told = new Map<string, number>();
  const tell = (event: Of<'bid'> | Of<'closed'>, kind: string, points: number) => {
    if (points === 0) return;
    const entry = `${event.auctionId} ${event.seq} ${kind}`;
    told.set(entry, (told.get(entry) ?? 0) + points);
  };
  for (const bid of of(house, 'bid')) tell(bid, 'release', bid.releasedPoints);
  for (const end of of(house, 'closed')) {
    tell(end, 'release', end.releasedPoints);
    tell(end, 'payout', end.payoutPoints);
    tell(end, 'fee', end.feePoints);
    const release = house.transfers.find(
      ({ auctionId, seq, kind, userId }) =>
        auctionId === end.auctionId && seq === end.seq && kind === 'release' && userId === end.releasedTo,
    );
    expect(release === undefined).toBe(end.releasedTo === null);
  }
  expect(told).toEqual(booked);
});

always('an end is told once, as it was stored, and nothing after it', (house) => {
  for (const { auction, closedSeq } of house.states.values()) {
    const own = house.feed.filter(({ auctionId }) => auctionId === auction.id);
    expect(own.map(({ kind }) => kind).lastIndexOf('closed')).toBe(own.length - 1);
    expect(own.filter(({ kind }) => kind === 'closed')).toHaveLength(1);
    const { ending } = auction;
    expect(own.at(-1)).toMatchObject({
      seq: closedSeq,
      at: iso(ending?.atMs ?? Number.NaN),
      sellerId: auction.sellerId,
      ending: ending?.kind,
      unsoldReason: ending?.kind === 'unsold' ? ending.reason : null,
      winnerId: ending?.kind === 'sold' ? ending.winnerId : null,
      pricePoints: auction.pricePoints,
      bidCount: auction.acceptedBids,
    });
  }
});

always('every end that moved is told right after its bid, and no other', (house) => {
  const ends = new Map(
    [...house.states.values()].map(({ auction }) => [auction.id, iso(auction.terms.plannedEndsAtMs)]),
  );
  for (const id of AUCTIONS) {
    let before: FeedEvent | undefined;
    for (const event of house.feed.filter(({ auctionId }) => auctionId === id)) {
      if (event.kind === 'extended') {
        expect(before).toMatchObject({ kind: 'bid', seq: event.seq, endsAt: event.endsAt });
        expect(event.endsAt > (ends.get(id) ?? '')).toBe(true);
        ends.set(id, event.endsAt);
      }
      before = event;
    }
    expect(ends.get(id)).toBe(iso(house.state(id).auction.endsAtMs));
  }
  // A bid's end is that of the extension which comes with it, or of the one before.
  const extended = new Set(of(house, 'extended').map(({ auctionId, seq }) => `${auctionId} ${seq}`));
  const known = new Map(
    [...house.states.values()].map(({ auction }) => [auction.id, iso(auction.terms.plannedEndsAtMs)]),
  );
  for (const { auctionId, seq, endsAt } of of(house, 'bid')) {
    expect(endsAt !== known.get(auctionId)).toBe(extended.has(`${auctionId} ${seq}`));
    known.set(auctionId, endsAt);
  }
});
