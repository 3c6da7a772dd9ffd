/** What holds of every history, over random terms, bidders with finite purses, and bids of all kinds into two auctions at once. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '../../auction/decide.ts';
import { evolve } from '../../auction/evolve.ts';
import { LogReplay } from '../../auction/replay-log.ts';
import type { Letter } from '../../auction/settlement.ts';
import { AUCTIONS, anyHistory, CLOSE_ALL } from './generated.ts';
import type { House } from './house.ts';
import { NaiveAuction } from './naive-auction.ts';

const RUNS = { numRuns: 300 };

/** Settles letter by letter and looks at the house after each. */
function observe(house: House, letters: readonly Letter[], look: (letter: Letter) => void): void {
  for (const letter of letters) {
    house.settle([letter]);
    look(letter);
  }
}

const always = (name: string, promise: (house: House, letters: readonly Letter[]) => void) =>
  test(name, () => {
    fc.assert(
      fc.property(anyHistory, ({ house, letters }) => promise(house(), letters)),
      RUNS,
    );
  });

always('no wallet is ever negative, and no point appears or vanishes', (house, letters) => {
  const allPoints = house.allPoints();
  observe(house, [...letters, ...CLOSE_ALL], () => {
    expect(house.allPoints()).toBe(allPoints);
    for (const { available, held } of house.wallets.values())
      expect(Math.min(available, held)).toBeGreaterThanOrEqual(0);
  });
});

always('held is what the leaders of open auctions have as maximums, person by person', (house, letters) => {
  observe(house, [...letters, ...CLOSE_ALL], () => {
    const led = new Map<string, number>();
    for (const { auction } of house.states.values()) {
      if (auction.ending !== null || auction.leader === null) continue;
      const { userId, maximumPoints } = auction.leader;
      led.set(userId, (led.get(userId) ?? 0) + maximumPoints);
    }
    for (const [userId, { held }] of house.wallets) expect(held).toBe(led.get(userId) ?? 0);
  });
});

always(
  'after everything is closed nothing is held, and each winner paid its price once',
  (house, letters) => {
    house.settle([...letters, ...CLOSE_ALL]);
    for (const { held } of house.wallets.values()) expect(held).toBe(0);
    for (const { auction } of house.states.values()) {
      const captured = house.transfers.filter(
        ({ kind, auctionId }) => kind === 'capture' && auctionId === auction.id,
      );
      const due = auction.ending?.kind === 'sold' ? [auction.ending.pricePoints] : [];
      expect(captured.map(({ points }) => points)).toEqual(due);
      expect(auction.ending).not.toBeNull();
    }
  },
);

always('the price never falls, and the leader can always pay it', (house, letters) => {
  let before = new Map(house.states);
  observe(house, letters, () => {
    for (const [id, { auction }] of house.states) {
      expect(auction.pricePoints).toBeGreaterThanOrEqual(before.get(id)?.auction.pricePoints ?? 0);
      if (auction.leader !== null)
        expect(auction.leader.maximumPoints).toBeGreaterThanOrEqual(auction.pricePoints);
    }
    before = new Map(house.states);
  });
});

always(
  'the end never comes nearer, never passes the cap, and stays where it is on a refusal',
  (house, letters) => {
    let before = new Map(house.states);
    observe(house, letters, () => {
      const last = house.answers.at(-1);
      for (const [id, { auction }] of house.states) {
        const { plannedEndsAtMs, softClose } = auction.terms;
        const earlier = before.get(id)?.auction.endsAtMs ?? 0;
        expect(auction.endsAtMs).toBeGreaterThanOrEqual(earlier);
        expect(auction.endsAtMs).toBeLessThanOrEqual(plannedEndsAtMs + (softClose?.capMs ?? 0));
        if (last?.kind === 'bid' && last.record.outcome !== 'accepted')
          expect(auction.endsAtMs).toBe(earlier);
      }
      before = new Map(house.states);
    });
  },
);

always('leader, price, minimum and end are those of the design, told naively', (house, letters) => {
  const naive = new Map(
    AUCTIONS.map((id) => [id as string, new NaiveAuction(house.state(id).auction.terms)]),
  );
  let logged = 0;
  observe(house, letters, () => {
    for (const record of house.log.slice(logged)) {
      if (record.outcome === 'accepted') naive.get(record.auctionId)?.accept(record);
    }
    logged = house.log.length;
    for (const [id, { auction }] of house.states) {
      const told = naive.get(id);
      expect(auction.leader?.userId).toBe(told?.leading?.bidderId);
      expect(auction.leader?.maximumPoints).toBe(told?.leading?.points);
      expect(auction.pricePoints).toBe(told?.price);
      expect(auction.endsAtMs).toBe(told?.endsAtMs);
    }
    for (const { auctionId, minimumPoints } of house.log.slice(-1)) {
      expect(minimumPoints).toBe(naive.get(auctionId)?.minimum);
    }
  });
});

always('a refused bid moves nothing but the position in the log', (house, letters) => {
  for (const letter of letters) {
    const [states, wallets, moved] = [
      new Map(house.states),
      structuredClone(house.wallets),
      house.transfers.length,
    ];
    const [answer] = house.settle([letter]);
    if (answer?.kind !== 'bid' || answer.record.outcome === 'accepted') continue;
    expect(house.wallets).toEqual(wallets);
    expect(house.transfers.length).toBe(moved);
    for (const [id, { auction }] of house.states) expect(auction).toBe(states.get(id)?.auction);
  }
});

always('deciding the log again gives what is stored', (house, letters) => {
  house.settle([...letters, ...CLOSE_ALL]);
  for (const stored of house.states.values()) {
    const { id } = stored.auction;
    const replay = new LogReplay(stored);
    const entries = house.log
      .filter(({ auctionId }) => auctionId === id)
      .flatMap((record) => replay.bid(record));
    entries.push(...replay.end());
    expect(entries.flatMap(({ differences }) => differences)).toEqual([]);
    expect(
      entries.flatMap(({ seq, movements }) => movements.map((each) => ({ ...each, auctionId: id, seq }))),
    ).toEqual(house.transfers.filter(({ auctionId }) => auctionId === id));
  }
});

always('evolving over the decided events gives the stored state', (house, letters) => {
  const evolved = new Map([...house.states].map(([id, { auction }]) => [id, auction]));
  for (const letter of letters) {
    const { auctionId, request } = letter;
    const logged = house.log.length;
    const [answer] = house.settle([letter]);
    const auction = evolved.get(auctionId);
    if (auction === undefined || answer === undefined) throw new Error('unanswered');
    // A bid that was sent again was decided before.
    if (request.kind === 'bid' && house.log.length === logged) continue;
    if (answer.kind === 'bid' && answer.record.outcome === 'duplicate_bid_id') continue;
    const decision = decide(
      auction,
      request.kind === 'bid' && answer.kind === 'bid'
        ? { ...request, kind: request.bidKind, availablePoints: answer.record.availablePoints }
        : (request as Exclude<typeof request, { kind: 'bid' }>),
    );
    if (decision.kind === 'accepted') evolved.set(auctionId, decision.events.reduce(evolve, auction));
    expect(house.state(auctionId).auction).toEqual(evolved.get(auctionId));
  }
});
