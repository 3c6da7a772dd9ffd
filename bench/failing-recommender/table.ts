import { columns } from '../columns.ts';
import type { Result, SpanResult } from './result.ts';

const HEAD = [
  'recommender',
  'pages p50 ms',
  '×',
  'p99 ms',
  '×',
  'bids p50 ms',
  '×',
  'p99 ms',
  '×',
  'pages with recommendations, popular, none %',
];

/** The result for people. */
export function table({ machine, date, auctions, seconds, rows }: Result): string {
  const lines = (which: 'at_once' | 'after') =>
    columns([HEAD, ...rows.map((row) => [row.condition, ...cells(row[which])])], 0);
  return [
    `${auctions.toLocaleString('en')} auctions; people open the first page with recommendations and bid, at a steady rate; twice ${seconds} s each.`,
    `${machine}, ${date.slice(0, 10)}. ×: times healthy.`,
    '',
    'In the first second:',
    ...lines('at_once'),
    '',
    'After that:',
    ...lines('after'),
    '',
    ...(wasHealthy(rows) ? [] : [NOT_HEALTHY, '']),
  ].join('\n');
}

const NOT_HEALTHY =
  'The recommender did not always answer in time while it was healthy: this machine was too busy to compare by.';

const wasHealthy = (rows: Result['rows']): boolean =>
  rows.some(({ condition, after }) => condition === 'healthy' && after.sources.recommender > 99);

function cells({ pages, bids, sources }: SpanResult): string[] {
  const latency = [pages, bids].flatMap(({ p50_ms, p50_ratio, p99_ms, p99_ratio }) => [
    p50_ms.toFixed(1),
    p50_ratio.toFixed(2),
    p99_ms.toFixed(1),
    p99_ratio.toFixed(2),
  ]);
  const { recommender, popular, none } = sources;
  return [...latency, [recommender, popular, none].map((share) => share.toFixed(0)).join(' / ')];
}
