/** Every bound of the rules in one place, each with its reason. Bounds of the machinery stand in `rooms/limits.ts`. */
export declare const LIMITS: {
  /** A single bid: a thousandth of the largest amount, so that no wallet or total can overflow by bids. */
  readonly bidPoints: import('./points.ts').Points;
  /** A single charge: as large as the largest bid. */
  readonly chargePoints: import('./points.ts').Points;
  /** A ladder is read on every bid; eBay's has ten rungs. */
  readonly ladderRungs: 32;
  /** Clocks differ and forms take time to send: a start this little in the past counts as "now". */
  readonly startInPastMs: number;
  readonly startAheadMs: number;
  readonly shortestAuctionMs: 1000;
  readonly longestAuctionMs: number;
  readonly softCloseMs: number;
  readonly titleLength: 120;
  readonly descriptionLength: 10000;
  /** Bids shown to everybody who watches. */
  readonly shownBids: 20;
};
