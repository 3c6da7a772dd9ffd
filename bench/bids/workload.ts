/** Who bids where, and how much: the same for every method. */
import { points } from '../../auction/points.ts';
import type { Bid } from './bidding.ts';

export const BIDDERS = 100;
export const START_PRICE = 100;

/** With fewer, most bids would meet their bidder's own. */
const BIDDERS_PER_AUCTION = 10;

/** One bid in this many goes by the last price acknowledged, not knowing of the bids under way: mostly refused. */
const STALE_ONE_IN = 20;

/** The auctions that a bidder takes part in; together the bidders fill all of them evenly. */
export function auctionsOf(bidder: number, auctions: number): number[] {
  const each = Math.max(1, (auctions * BIDDERS_PER_AUCTION) / BIDDERS);
  return Array.from({ length: each }, (_, index) => (bidder + index) % auctions);
}

/** What the bidders know of the prices; they outbid each other, the bids under way included. */
export class Prices {
  readonly #announced: number[];
  readonly #acknowledged: number[];
  #bids = 0;

  constructor(auctions: number) {
    this.#announced = Array<number>(auctions).fill(START_PRICE);
    this.#acknowledged = Array<number>(auctions).fill(START_PRICE);
  }

  amount(auction: number): Bid['amountOver'] {
    this.#bids += 1;
    if (this.#bids % STALE_ONE_IN === 0) {
      const stale = points((this.#acknowledged[auction] ?? 0) + 1);
      return () => stale;
    }
    return (price) => {
      const amount = (price ?? this.#announced[auction] ?? 0) + 1;
      this.#announced[auction] = amount;
      return points(amount);
    };
  }

  acknowledge(auction: number, price: number): void {
    if (price > (this.#acknowledged[auction] ?? 0)) this.#acknowledged[auction] = price;
  }
}
