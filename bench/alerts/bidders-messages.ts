/** What the bench and its bidders, a process of their own, say to each other. */

export type BiddersOrder =
  /** Takes part in the auction and begins to bid. */
  | {
      readonly kind: 'join';
      readonly url: string;
      readonly tokens: readonly string[];
      readonly auctionId: string;
      readonly bidsPerSecond: number;
    }
  /** From now on bids are measured, until `report` is asked for. */
  | { readonly kind: 'measure' }
  | { readonly kind: 'report' }
  /** No more bids: answered when those on their way have been. */
  | { readonly kind: 'finish' };

export type BiddersReport = {
  /** From the call to the acknowledgement, of accepted bids. */
  readonly latenciesMs: readonly number[];
  readonly refused: number;
  /** Made, and not answered by the end. */
  readonly unanswered: number;
  /** Due, and not even made, because too many were waiting for their answer. */
  readonly unmade: number;
  readonly seconds: number;
  /** By the machine's clock. */
  readonly fromMs: number;
  readonly toMs: number;
};

export type BiddersAnswer =
  | { readonly kind: 'joined' }
  | { readonly kind: 'measuring' }
  | { readonly kind: 'report'; readonly report: BiddersReport }
  | { readonly kind: 'finished' };
