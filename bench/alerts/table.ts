import { columns } from '../columns.ts';
import type { Result, Row } from './result.ts';

const HEAD = [
  'way',
  'subscribers',
  'accepted/s',
  'refused/s',
  'behind/s',
  'ack p50 ms',
  'ack p99 ms',
  '× alone',
  'told p50 ms',
  'told p99 ms',
  'every p50 ms',
  'every p99 ms',
  'frames/s',
  'MB/s',
  'processors',
  'kept',
  'missed',
];

const WAYS = { ours: 'ours', reference: 'written inside the bid' };

/** The result for people. */
export function table({ machine, date, bids_per_s, seconds, rows }: Result): string {
  return [
    `One auction, ${bids_per_s} bids made per second for ${seconds} s: how long bidders wait, and how long it takes until everybody knows.`,
    `${machine}, ${date.slice(0, 10)}.`,
    'told: from the commit of a price that was told until the last subscriber knew it or a later one; every: the same of all prices.',
    'behind: bids that were due and not answered by the end. processors: what the server used of them.',
    '',
    ...columns([HEAD, ...rows.map(cells)], 0),
    '',
    ...rows.flatMap(complaints),
  ].join('\n');
}

const number = (value: number | null, digits = 0) => (value === null ? '' : value.toFixed(digits));

const cells = (row: Row): string[] => [
  WAYS[row.way],
  row.subscribers.toLocaleString('en'),
  number(row.accepted_per_s, 1),
  number(row.refused_per_s, 1),
  number(row.behind_per_s, 1),
  number(row.ack_p50_ms, 1),
  number(row.ack_p99_ms, 1),
  number(row.ack_p99_ratio, 2),
  number(row.told_p50_ms),
  number(row.told_p99_ms),
  number(row.every_p50_ms),
  number(row.every_p99_ms),
  row.frames_per_s.toLocaleString('en'),
  number(row.bytes_per_s / 1_000_000, 1),
  number(row.processors, 2),
  row.kept_alerts.toLocaleString('en'),
  String(row.missed_kept_alerts),
];

/** What must not be, and is. */
function complaints(row: Row): string[] {
  const wrong = [
    [row.missed_kept_alerts, 'alerts that are kept were missed'],
    [row.doubled_kept_alerts, 'alerts that are kept were told twice'],
    [row.lost_streams, 'streams ended by themselves'],
    [row.unknown_prices, 'prices never became known to everybody'],
  ] as const;
  return wrong.filter(([count]) => count > 0).map(([count, what]) => `${WAYS[row.way]}: ${count} ${what}.`);
}
