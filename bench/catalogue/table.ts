import { columns } from '../columns.ts';
import type { LikesRow } from '../likes.ts';
import { type BiddingResult, type Result, type Row, times } from './result.ts';

const HEAD = ['query', 'requests/s', 'p50 ms', 'p99 ms', '× select-1', '× reference'];

/** The result for people. */
export function table({
  machine,
  date,
  auctions,
  connections,
  seconds,
  seeded_in_s,
  rows,
  bidding,
  likes,
}: Result): string {
  const seeded = seeded_in_s === undefined ? '' : ` Seeded in ${seeded_in_s} s.`;
  return [
    `${auctions.toLocaleString('en')} auctions, ${connections} connections, one server process; ${seconds} s each.${seeded}`,
    `${machine}, ${date.slice(0, 10)}.`,
    '',
    ...(rows.length === 0 ? [] : columns([HEAD, ...rows.map((row) => cells(row, rows))], 0)),
    '',
    ...(bidding === undefined ? [] : biddingLines(bidding)),
    ...(likes === undefined ? [] : likesLines(likes)),
  ].join('\n');
}

const cells = (row: Row, rows: readonly Row[]): string[] => [
  row.query,
  row.requests_per_s.toLocaleString('en'),
  row.p50_ms.toFixed(1),
  row.p99_ms.toFixed(1),
  factor(times(row, 'select-1', rows), 2),
  // Lists of the same thing only: what else the reference can do was not measured.
  row.query === 'newest' ? againstReference(row, rows) : '',
];

function againstReference(row: Row, rows: readonly Row[]): string {
  const uncounted = factor(times(row, 'reference-newest-no-count', rows), 0);
  return `${factor(times(row, 'reference-newest', rows), 0)}${uncounted && ` (${uncounted} without its count)`}`;
}

const factor = (value: number | undefined, digits: number) => value?.toFixed(digits) ?? '';

const biddingLines = ({ alone, hammered, mix, p99_ratio }: BiddingResult): string[] => [
  ...columns(
    [
      ['bidding', 'bids/s', 'p50 ms', 'p99 ms', 'requests/s of the mix'],
      ['alone', String(alone.bids_per_s), alone.p50_ms.toFixed(1), alone.p99_ms.toFixed(1), ''],
      [
        'hammered',
        String(hammered.bids_per_s),
        hammered.p50_ms.toFixed(1),
        hammered.p99_ms.toFixed(1),
        mix.requests_per_s.toLocaleString('en'),
      ],
    ],
    0,
  ),
  `p99 while hammered: ${p99_ratio} × alone`,
  '',
];

const LIKES_HEAD = ['likes', 'auctions', 'likes/s', 'p50 ms', 'p99 ms', '× direct-update'];

const likesLines = (likes: readonly LikesRow[]): string[] => [
  ...columns(
    [
      LIKES_HEAD,
      ...likes.map((row) => [
        row.way,
        row.auctions.toLocaleString('en'),
        row.likes_per_s.toLocaleString('en'),
        row.p50_ms.toFixed(1),
        row.p99_ms.toFixed(1),
        row.times_direct.toFixed(1),
      ]),
    ],
    0,
  ),
  '',
];
