/** What the bench and its bidders, a process of their own, say to each other. */

export type BiddersOrder =
  /** Two of these in each auction. */
  | {
      readonly kind: 'join';
      readonly url: string;
      readonly tokens: readonly string[];
      readonly auctionIds: readonly string[];
    }
  /** As many bids as are answered, for so long. */
  | { readonly kind: 'bid'; readonly seconds: number }
  /** Bids on at leisure, until it is told to stop. */
  | { readonly kind: 'go-on' }
  /** Answered once a bid of each of these, made after this instant of the machine's clock, was accepted. */
  | { readonly kind: 'await'; readonly auctionIds: readonly string[]; readonly madeAfterMs: number }
  | { readonly kind: 'stop' }
  | { readonly kind: 'leave' };

export type BiddersAnswer =
  | { readonly kind: 'joined' }
  | { readonly kind: 'bids'; readonly latenciesMs: readonly number[]; readonly seconds: number }
  | { readonly kind: 'going-on' }
  /** When they were accepted, by the machine's clock. */
  | { readonly kind: 'accepted'; readonly atMs: readonly number[] }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'left' };
