import { columns } from '../columns.ts';
import type { Result, Row } from './result.ts';

const HEAD = [
  'way',
  'CPU ratio',
  'fan-out CPU ms',
  'all CPU ms',
  'µs/frame',
  'last p50 ms',
  'last p99 ms',
  'spread p50 ms',
  'spread p99 ms',
  'missing',
  'lost',
];

/** The result for people. */
export function table({ machine, date, watchers, changes_per_s, bytes, rows }: Result): string {
  return [
    `One auction, ${watchers.toLocaleString('en')} watchers, ${changes_per_s} price changes per second: what each change costs its server, and when the last watcher has it.`,
    `${machine}, ${date.slice(0, 10)}. A change is ${bytes} bytes; raw ways write as many.`,
    'fan-out CPU: without what a change costs that nobody watches. last: from asking for the change, ours with its commit; spread: from the first watcher.',
    '',
    ...columns([HEAD, ...rows.map(cells)], 0),
  ].join('\n');
}

const number = (value: number | null, digits = 2) => value?.toFixed(digits) ?? '';

const cells = (row: Row): string[] => [
  row.way,
  number(row.cpu_ratio),
  number(row.fanout_cpu_ms_per_change),
  number(row.cpu_ms_per_change),
  number(row.cpu_us_per_frame),
  number(row.last_p50_ms, 1),
  number(row.last_p99_ms, 1),
  number(row.spread_p50_ms, 1),
  number(row.spread_p99_ms, 1),
  String(row.missing),
  String(row.lost),
];
