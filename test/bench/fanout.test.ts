/** The bench in small, and what its figures come from. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { readOptions } from '../../bench/fanout/options.ts';
import { rowsOf } from '../../bench/fanout/result.ts';

const PROGRAM = join(import.meta.dirname, '../../bench/fanout.ts');
const folder = mkdtempSync(join(tmpdir(), 'ready-auction-bench-'));

afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  [['--watchers', '0'], /--watchers must be a whole number from 1, not 0/],
  [['--changes', '1.5'], /--changes must be a whole number from 1, not 1.5/],
  [['--rate', '21'], /--rate must be a number above 0 and at most 20, not 21/],
])('%j is refused with what may be said instead', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});

test('what a change costs without watchers is taken off ours alone, and raw sockets are what it is compared with', () => {
  const window = (processorSeconds: number, lastMs: number[]) => ({
    askedMs: [1_000, 2_000],
    processorSeconds,
    report: { places: [{ firstMs: [1_001, 2_001], lastMs, missing: 1 }], lost: 2, patch: '' },
  });
  const rows = rowsOf([
    { way: 'ours', watchers: 10, windows: [window(0.03, [1_010, 2_020])] },
    { way: 'ours, nobody watching', watchers: 0, windows: [window(0.01, [])] },
    { way: 'raw sockets', watchers: 10, windows: [window(0.008, [1_005])] },
  ]);
  expect(rows).toMatchObject([
    {
      ...{ cpu_ms_per_change: 15, fanout_cpu_ms_per_change: 10, cpu_ratio: 2.5, cpu_us_per_frame: 1_000 },
      ...{ last_p50_ms: 10, last_p99_ms: 20, spread_p99_ms: 19, missing: 1, lost: 2 },
    },
    { cpu_ms_per_change: 5, fanout_cpu_ms_per_change: null, cpu_ratio: null, last_p50_ms: null },
    { fanout_cpu_ms_per_change: 4, cpu_ratio: 1, missing: 11 },
  ]);
});

test('a small run reports all ways in its table, its JSON and its plot, and nothing is missing', async () => {
  const [json, svg] = [join(folder, 'result.json'), join(folder, 'plot.svg')];
  const { stdout } = await promisify(execFile)(process.execPath, [
    PROGRAM,
    ...['--watchers', '5', '--changes', '6', '--rate', '20', '--json', json, '--plot', svg],
  ]);
  const { rows, ...about } = JSON.parse(readFileSync(json, 'utf8'));
  expect(about).toMatchObject({
    watchers: 5,
    changes_per_s: 20,
    machine: expect.stringContaining('PostgreSQL'),
  });
  expect(about.bytes).toBeGreaterThan(10);
  expect(rows.map(({ way }: { way: string }) => way)).toEqual([
    ...['ours', 'ours, nobody watching', 'raw sockets', 'raw streams'],
  ]);
  for (const row of rows) {
    expect(row).toMatchObject({ changes: 6, missing: 0, lost: 0 });
    if (row.watchers > 0) expect(row.last_p99_ms).toBeGreaterThanOrEqual(row.last_p50_ms);
  }
  expect(stdout).toMatch(/^raw streams /m);
  expect(readFileSync(svg, 'utf8')).toContain('>raw sockets</text>');
}, 180_000);
