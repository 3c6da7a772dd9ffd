/** The bench in small, and the arithmetic that its figures come from. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { readOptions } from '../../bench/flooding/options.ts';
import { type Cell, rowsOf } from '../../bench/flooding/result.ts';

const PROGRAM = join(import.meta.dirname, '../../bench/flooding.ts');
const folder = mkdtempSync(join(tmpdir(), 'ready-auction-bench-'));

afterAll(() => rmSync(folder, { recursive: true }));

const window = (
  latenciesMs: readonly number[],
  closedMs: readonly number[] = [],
): Cell['windows'][number] => ({
  bids: { latenciesMs, refused: 0, unanswered: 1, unmade: 1, seconds: 2, fromMs: 0, toMs: 2_000 },
  flood: closedMs.length === 0 ? undefined : { closedMs, sent: 10 },
});

test('a flood is compared with what bidders waited while there was none, over all rounds', () => {
  const rows = rowsOf([
    { flood: 'none', windows: [window([1, 2, 3, 4]), window([5, 6, 7, 10])] },
    { flood: 'messages', windows: [window([2, 2], [300]), window([15, 4], [200, 400])] },
  ]);
  expect(rows).toMatchObject([
    { flood: 'none', accepted_per_s: 2, behind_per_s: 1, ack_p50_ms: 4, ack_p99_ms: 10, ack_p99_ratio: 1 },
    {
      flood: 'messages',
      ack_p99_ms: 15,
      ack_p99_ratio: 1.5,
      closings: 3,
      closed_p50_ms: 300,
      closed_most_ms: 400,
    },
  ]);
  expect(rows[0]).toMatchObject({ closings: 0, closed_p50_ms: null, closed_most_ms: null, sent: 0 });
});

test.each([
  [['--seconds', '0'], /--seconds must be a number above 0, not 0/],
  [['--watchers', '1.5'], /--watchers must be a whole number from 0, not 1.5/],
  [['--rate', 'x'], /--rate must be a number above 0, not x/],
])('%j is refused with what may be said instead', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});

test('a small run reports every kind of flood in its table and its JSON', { timeout: 180_000 }, async () => {
  const json = join(folder, 'result.json');
  const { stdout } = await promisify(execFile)(process.execPath, [
    PROGRAM,
    ...['--seconds', '6', '--watchers', '5', '--rate', '40', '--json', json],
  ]);
  const { rows, ...about } = JSON.parse(readFileSync(json, 'utf8'));
  expect(about).toMatchObject({ bidders: 20, watchers: 5, bids_per_s: 40, seconds: 6 });
  expect(rows.map(({ flood }: { flood: string }) => flood)).toEqual([
    'none',
    'messages',
    'sockets',
    'requests',
  ]);
  for (const row of rows) expect(row.accepted_per_s).toBeGreaterThan(0);
  // Many sockets take a while to be opened.
  for (const flood of ['messages', 'requests'])
    expect(rows.find((row: { flood: string }) => row.flood === flood).sent).toBeGreaterThan(0);
  expect(stdout).toMatch(/^messages +\d/m);
});
