import { setTimeout as pause } from 'node:timers/promises';
import type { Bidding } from './bidding.ts';
import type { Tally } from './tally.ts';
import { auctionsOf, BIDDERS, Prices } from './workload.ts';

export type Window = {
  readonly auctions: number;
  /** Bids that each bidder has waiting at any time. */
  readonly outstanding: number;
  readonly warmUpMs: number;
  readonly measuredMs: number;
};

/** Refusals that belong to an auction. Any other answer means that something broke, and the numbers with it. */
const HONEST = new Set(['accepted', 'below_minimum', 'already_leading']);

/** Lets everybody bid: first unmeasured, then counting what is answered within the window, then until all bids are answered. */
export async function measure(bidding: Bidding, window: Window, tally: Tally): Promise<void> {
  const prices = new Prices(window.auctions);
  let counting = false;
  let stopped = false;

  const bidOn = async (bidder: number, first: number) => {
    const mine = auctionsOf(bidder, window.auctions);
    for (let turn = first; !stopped; turn++) {
      const auction = mine[turn % mine.length] ?? 0;
      const calledAtMs = performance.now();
      const { code, pricePoints } = await bidding.place({
        auction,
        bidder,
        amountOver: prices.amount(auction),
      });
      if (!HONEST.has(code)) throw new Error(`a bid was answered with ${code}`);
      prices.acknowledge(auction, pricePoints);
      if (counting) tally.count(code, performance.now() - calledAtMs);
    }
  };

  const everybody: Promise<void>[] = [];
  for (let turn = 0; turn < window.outstanding; turn++) {
    for (let bidder = 0; bidder < BIDDERS; bidder++) everybody.push(bidOn(bidder, turn));
  }
  const bidders = Promise.all(everybody);
  await Promise.race([bidders, pause(window.warmUpMs)]);
  counting = true;
  const startedAtMs = performance.now();
  await Promise.race([bidders, pause(window.measuredMs)]);
  counting = false;
  tally.seconds += (performance.now() - startedAtMs) / 1_000;
  stopped = true;
  await bidders;
}
