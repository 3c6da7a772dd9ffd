import type { LikesRow } from '../likes.ts';
import { percentile } from '../percentile.ts';
import type { Report } from './bidders-messages.ts';
import type { HammeredBidding } from './hammered-bidding.ts';
import type { QueryName } from './queries.ts';
import type { Responses } from './responses.ts';

type Speed = {
  readonly requests_per_s: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
};

export type Row = Speed & { readonly query: QueryName };

type BidSpeed = { readonly bids_per_s: number; readonly p50_ms: number; readonly p99_ms: number };

/** Acknowledgements of bids in live rooms of the same process. */
export type BiddingResult = {
  readonly alone: BidSpeed;
  /** While a hundred connections ask for the mix. */
  readonly hammered: BidSpeed;
  readonly mix: Speed;
  readonly p99_ratio: number;
};

export type Result = {
  readonly machine: string;
  readonly date: string;
  readonly auctions: number;
  readonly connections: number;
  /** Measured time of each query. */
  readonly seconds: number;
  readonly seeded_in_s?: number;
  readonly rows: readonly Row[];
  readonly bidding?: BiddingResult;
  readonly likes?: readonly LikesRow[];
};

const tenths = (value: number) => Math.round(value * 10) / 10;
const hundredths = (value: number) => Math.round(value * 100) / 100;

/** Rates of slow things keep a digit behind the point. */
const rate = (count: number, seconds: number) => {
  const exact = count / seconds;
  return exact < 100 ? tenths(exact) : Math.round(exact);
};

const speed = ({ latenciesMs, seconds }: Responses): Speed => ({
  requests_per_s: rate(latenciesMs.length, seconds),
  p50_ms: tenths(percentile(latenciesMs, 0.5)),
  p99_ms: tenths(percentile(latenciesMs, 0.99)),
});

const bidSpeed = ({ latenciesMs, seconds }: Report): BidSpeed => ({
  bids_per_s: rate(latenciesMs.length, seconds),
  p50_ms: hundredths(percentile(latenciesMs, 0.5)),
  p99_ms: hundredths(percentile(latenciesMs, 0.99)),
});

export const rowOf = (query: QueryName, responses: Responses): Row => ({ query, ...speed(responses) });

export function biddingResult({ alone, hammered, mix }: HammeredBidding): BiddingResult {
  const [calm, busy] = [bidSpeed(alone), bidSpeed(hammered)];
  return { alone: calm, hammered: busy, mix: speed(mix), p99_ratio: hundredths(busy.p99_ms / calm.p99_ms) };
}

/** How many times as many requests per second as another query; undefined where that was not measured. */
export function times(row: Row, other: QueryName, rows: readonly Row[]): number | undefined {
  const base = rows.find(({ query }) => query === other);
  return base === undefined ? undefined : row.requests_per_s / base.requests_per_s;
}
