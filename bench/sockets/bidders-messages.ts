/** What the bench and its bidders, a process of their own, say to each other. */

export type BiddersOrder =
  /** Two of these in each auction. */
  | {
      readonly kind: 'join';
      readonly url: string;
      readonly tokens: readonly string[];
      readonly auctionIds: readonly string[];
    }
  /** Bids at this rate, all auctions in turns, for so long. */
  | { readonly kind: 'bid'; readonly bidsPerSecond: number; readonly seconds: number };

export type BiddersReport = {
  /** From the call to the acknowledgement. */
  readonly latenciesMs: readonly number[];
  /** When each accepted bid of each auction was called for, by the machine's clock. */
  readonly askedMs: readonly (readonly number[])[];
  /** Due, and not made, because the one before it in that auction had no answer yet. */
  readonly unmade: number;
};

export type BiddersAnswer =
  | { readonly kind: 'joined' }
  | { readonly kind: 'done'; readonly report: BiddersReport };
