import type { Points } from '../../auction/points.ts';

/** One bid of one bidder; both are numbers of the workload's lists. */
export type Bid = {
  readonly auction: number;
  readonly bidder: number;
  /**
   * The amount, drawn as late as the method can: whoever decides bids one by one passes the price it has just read. So bids that
   * overtake each other while they wait for a lock lose nothing by it.
   */
  readonly amountOver: (price?: number) => Points;
};

export type Reply = { readonly code: string; readonly pricePoints: number };

/** Bids accepted and refused from now on, until closed. */
export interface Bidding {
  place(bid: Bid): Promise<Reply>;
  close(): Promise<void>;
}

/** What a method gets to work with: a database of its own with the bidders and the auctions in it. */
export type Stage = {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly auctionIds: readonly string[];
  readonly bidders: readonly Bidder[];
  /** Connections to PostgreSQL, where that is the method's choice. */
  readonly connections: number;
};

export type Bidder = { readonly id: string; readonly token: string };

export type MethodName = 'settler' | 'redis-lock' | 'row-lock' | 'optimistic' | 'websocket';

export const METHOD_NAMES: readonly MethodName[] = [
  'settler',
  'redis-lock',
  'row-lock',
  'optimistic',
  'websocket',
];
