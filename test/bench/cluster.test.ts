/** The bench in small. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { readOptions } from '../../bench/cluster/options.ts';

const PROGRAM = join(import.meta.dirname, '../../bench/cluster.ts');
const folder = mkdtempSync(join(tmpdir(), 'ready-auction-bench-'));

afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  [['--nodes', '0'], /--nodes must be a whole number from 1, not 0/],
  [['--kills', '-1'], /--kills must be a whole number from 1, not -1|argument is ambiguous/],
])('%j is refused with what may be said instead', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});

test('a small run kills a node of each cluster, finds the books right, and reports ratios to one node', async () => {
  const json = join(folder, 'result.json');
  const { stdout } = await promisify(execFile)(process.execPath, [
    PROGRAM,
    ...['--nodes', '2', '--auctions', '4', '--seconds', '1', '--kills', '1', '--joins', '5', '--json', json],
  ]);
  const { rows, ...about } = JSON.parse(readFileSync(json, 'utf8'));
  expect(about).toMatchObject({ auctions: 4, kills: 1, audited: true });
  expect(rows).toMatchObject([
    { nodes: 1, bids_ratio: 1, join_p50_ratio: 1, failover_p95_ratio: 1, failovers: 4 },
    { nodes: 2 },
  ]);
  // Of two nodes the one with most auctions is killed.
  expect(rows[1].failovers).toBeGreaterThanOrEqual(2);
  for (const row of rows) {
    expect(row.bids_per_s).toBeGreaterThan(0);
    expect(row.failover_p95_ms).toBeGreaterThanOrEqual(row.failover_p50_ms);
    expect(row.failover_p50_ms).toBeGreaterThan(0);
  }
  expect(stdout).toContain('The audit of each database found nothing.');
}, 240_000);
