/** What the bench and its bidders, a process of their own, say to each other. */

export type Crowd = {
  readonly url: string;
  /** One for each bidder. */
  readonly tokens: readonly string[];
  readonly auctionIds: readonly string[];
  readonly bidsPerSecond: number;
};

export type Order =
  | { readonly kind: 'join'; readonly crowd: Crowd }
  /** From now on bids are measured, until `report` is asked for. */
  | { readonly kind: 'measure' }
  | { readonly kind: 'report' };

export type Report = {
  /** From the call to the acknowledgement, of accepted bids. */
  readonly latenciesMs: readonly number[];
  readonly refused: number;
  readonly seconds: number;
};

export type Answer =
  | { readonly kind: 'joined' }
  | { readonly kind: 'measuring' }
  | { readonly kind: 'report'; readonly report: Report };
