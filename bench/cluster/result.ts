import { percentile } from '../percentile.ts';
import type { Measured } from './measuring.ts';

export type Row = {
  readonly nodes: number;
  readonly bids_per_s: number;
  /** To one node, like all ratios. */
  readonly bids_ratio: number;
  readonly ack_p50_ms: number;
  readonly ack_p99_ms: number;
  readonly join_p50_ms: number;
  readonly join_p99_ms: number;
  readonly join_p50_ratio: number;
  readonly failovers: number;
  readonly failover_p50_ms: number;
  readonly failover_p95_ms: number;
  readonly failover_p95_ratio: number;
};

export type Result = {
  readonly machine: string;
  readonly date: string;
  readonly auctions: number;
  readonly seconds: number;
  readonly kills: number;
  /** The audit of each database found nothing: else there is no result. */
  readonly audited: true;
  readonly rows: readonly Row[];
};

export function rowsOf(clusters: readonly Measured[]): Row[] {
  const [one] = clusters.map(figures);
  return clusters.map(figures).map((row) => ({
    ...row,
    bids_ratio: hundredths(row.bids_per_s / (one?.bids_per_s ?? Number.NaN)),
    join_p50_ratio: hundredths(row.join_p50_ms / (one?.join_p50_ms ?? Number.NaN)),
    failover_p95_ratio: hundredths(row.failover_p95_ms / (one?.failover_p95_ms ?? Number.NaN)),
  }));
}

const figures = ({ nodes, bids, joinsMs, failoversMs }: Measured) => ({
  nodes,
  bids_per_s: Math.round(bids.latenciesMs.length / bids.seconds),
  ack_p50_ms: tenths(percentile(bids.latenciesMs, 0.5)),
  ack_p99_ms: tenths(percentile(bids.latenciesMs, 0.99)),
  join_p50_ms: tenths(percentile(joinsMs, 0.5)),
  join_p99_ms: tenths(percentile(joinsMs, 0.99)),
  failovers: failoversMs.length,
  failover_p50_ms: Math.round(percentile(failoversMs, 0.5)),
  failover_p95_ms: Math.round(percentile(failoversMs, 0.95)),
});

const tenths = (value: number) => Math.round(value * 10) / 10;
const hundredths = (value: number) => Math.round(value * 100) / 100;
