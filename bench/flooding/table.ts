import { columns } from '../columns.ts';
import type { Result, Row } from './result.ts';

const HEAD = [
  'flood by',
  'accepted/s',
  'behind/s',
  'p50 ms',
  'p99 ms',
  'p99 ratio',
  'closed',
  'after ms',
  'at most',
  'sent',
];

/** The result for people. */
export function table({ machine, date, bidders, watchers, bids_per_s, seconds, rows }: Result): string {
  return [
    `${bidders} bidders and ${watchers} watchers of one auction, ${bids_per_s} bids made per second for ${seconds} s, while one client floods.`,
    `${machine}, ${date.slice(0, 10)}.`,
    'closed: how often the flooder got in and was closed, and after how many milliseconds, mostly and at most.',
    '',
    ...columns([HEAD, ...rows.map(cells)], 0),
  ].join('\n');
}

const cells = (row: Row): string[] => [
  row.flood,
  row.accepted_per_s.toFixed(1),
  row.behind_per_s.toFixed(1),
  row.ack_p50_ms.toFixed(1),
  row.ack_p99_ms.toFixed(1),
  row.ack_p99_ratio.toFixed(2),
  String(row.closings),
  String(row.closed_p50_ms ?? ''),
  String(row.closed_most_ms ?? ''),
  row.sent.toLocaleString('en'),
];
