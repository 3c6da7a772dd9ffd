import { columns } from '../columns.ts';
import type { Result, Row } from './result.ts';

const HEAD = [
  'nodes',
  'bids × one',
  'join × one',
  'fail-over × one',
  'bids/s',
  'ack p50 ms',
  'ack p99 ms',
  'join p50 ms',
  'join p99 ms',
  'fail-over p50 ms',
  'fail-over p95 ms',
  'of',
];

/** The result for people. */
export function table({ machine, date, auctions, seconds, kills, rows }: Result): string {
  return [
    `Clusters on one machine: ${auctions} auctions, two bidders each, as fast as they are answered for ${seconds} s; then ${kills} nodes killed, one after the other.`,
    `${machine}, ${date.slice(0, 10)}. All nodes, PostgreSQL, Redis, nginx and the bidders share its processors: more nodes do not make it faster here.`,
    'fail-over: from SIGKILL until a bid made after it is accepted, of each auction of the killed node; one node alone is started again.',
    'The audit of each database found nothing.',
    '',
    ...columns([HEAD, ...rows.map(cells)], 0),
  ].join('\n');
}

const cells = (row: Row): string[] => [
  String(row.nodes),
  row.bids_ratio.toFixed(2),
  row.join_p50_ratio.toFixed(2),
  row.failover_p95_ratio.toFixed(2),
  row.bids_per_s.toLocaleString('en'),
  row.ack_p50_ms.toFixed(1),
  row.ack_p99_ms.toFixed(1),
  row.join_p50_ms.toFixed(1),
  row.join_p99_ms.toFixed(1),
  row.failover_p50_ms.toLocaleString('en'),
  row.failover_p95_ms.toLocaleString('en'),
  String(row.failovers),
];
