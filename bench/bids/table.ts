import { columns } from '../columns.ts';
import type { Result, Row } from './result.ts';

const HEAD = [
  'auctions',
  'method',
  'waiting',
  'conns',
  'accepted/s',
  'refused/s',
  'p50 ms',
  'p99 ms',
  '× redis-lock',
];

/** The result for people. */
export function table({ machine, date, sync_us, lock, rows }: Result): string {
  const lines = [HEAD, ...rows.map((row) => [...cells(row), ratio(row, rows)])];
  return [
    'Accepted, durable bids per second with the money moved. 100 bidders, each with so many bids waiting.',
    `${machine}, ${date.slice(0, 10)}; one sync of the disk takes ${sync_us} µs.`,
    `Who finds an auction locked in Redis ${lock === 'queue' ? 'queues in the process' : 'asks again after 1 to 5 ms'}.`,
    '',
    ...columns(lines, 1),
    '',
  ].join('\n');
}

const cells = (row: Row): string[] => [
  String(row.auctions),
  row.method,
  String(row.outstanding),
  String(row.connections),
  row.accepted_per_s.toLocaleString('en'),
  row.refused_per_s.toLocaleString('en'),
  row.p50_ms.toFixed(1),
  row.p99_ms.toFixed(1),
];

export function ratio(row: Row, rows: readonly Row[]): string {
  const lock = rows.find(({ method, auctions }) => method === 'redis-lock' && auctions === row.auctions);
  return lock === undefined ? '' : (row.accepted_per_s / lock.accepted_per_s).toFixed(1);
}
