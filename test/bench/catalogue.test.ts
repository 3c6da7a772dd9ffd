/** The whole bench in small: what it prints and writes, whatever the figures are. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { readOptions } from '../../bench/catalogue/options.ts';

const PROGRAM = join(import.meta.dirname, '../../bench/catalogue.ts');
const folder = mkdtempSync(join(tmpdir(), 'ready-auction-bench-'));

afterAll(() => rmSync(folder, { recursive: true }));

const speed = { requests_per_s: expect.any(Number), p50_ms: expect.any(Number), p99_ms: expect.any(Number) };

test('a small run reports every query it was asked for, in its table, its JSON and its plot', async () => {
  const [json, svg] = [join(folder, 'result.json'), join(folder, 'plot.svg')];
  const only = ['newest', 'keyword-ko2', 'select-1', 'reference-newest'];
  const { stdout } = await promisify(execFile)(process.execPath, [
    PROGRAM,
    ...['--auctions', '500', '--seconds', '0.2', '--only', only.join(',')],
    ...['--json', json, '--plot', svg],
  ]);

  const result = JSON.parse(readFileSync(json, 'utf8'));
  expect(result).toEqual({
    machine: expect.stringContaining('PostgreSQL'),
    date: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    auctions: 500,
    connections: 100,
    seconds: 0.2,
    seeded_in_s: expect.any(Number),
    rows: only.map((query) => ({ query, ...speed })),
  });
  for (const { requests_per_s, p50_ms, p99_ms } of result.rows) {
    expect(requests_per_s).toBeGreaterThan(0);
    expect(p50_ms).toBeGreaterThan(0);
    expect(p99_ms).toBeGreaterThanOrEqual(p50_ms);
  }
  for (const query of only) expect(stdout).toMatch(new RegExp(`^${query} +[\\d,.]+ `, 'm'));
  const plot = readFileSync(svg, 'utf8');
  for (const name of ['newest', 'Korean,', 'select 1', 'their']) expect(plot).toContain(`>${name}</text>`);
}, 60_000);

test.each([
  [['--only', 'newest,oldest'], /--only knows newest, .*, not oldest/],
  [['--auctions', '7'], /--auctions must be a whole number from 100/],
  [['--seconds', 'x'], /--seconds must be a number above 0/],
  [['--only', 'likes'], /likes alone need no catalogue/],
])('%j is refused with what may be said instead', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
