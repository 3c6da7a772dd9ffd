import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FAULT_KINDS } from '../../chaos/schedule.ts';

const MAIN = fileURLToPath(new URL('../../chaos/main.ts', import.meta.url));
const FAULTS = 20;
/** Far more than it takes: a machine that does other things as well must not look like a house that broke. */
const RUN_MS = 200_000;

const folder = mkdtempSync(join(tmpdir(), 'ready-auction-chaos-test-'));
const json = join(folder, 'chaos.json');
let printed = '';
let exitCode: number | null = null;

beforeAll(async () => {
  const args = [
    '--faults',
    String(FAULTS),
    '--seed',
    '1',
    '--bidders',
    '48',
    '--auctions',
    '12',
    '--json',
    json,
  ];
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      printed += chunk;
    });
  }
  exitCode = await new Promise((resolve) => child.once('close', resolve));
}, RUN_MS);

afterAll(() => rmSync(folder, { recursive: true }));

it('whatever breaks, no acknowledged bid is lost, doubled or overtaken by another winner', () => {
  expect(printed).toContain('Nothing was lost, doubled or given to somebody else (seed 1).');
  expect(exitCode).toBe(0);
  expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({
    faults: FAULTS,
    lost: 0,
    doubled: 0,
    wrong_winners: 0,
    unbalanced: 0,
    late: 0,
    disordered: 0,
    invented: 0,
    unclosed: 0,
    unexplained: 0,
    audit: 'passed',
  });
});

it('every kind of fault was among them, and bids were acknowledged all the while', () => {
  const { acknowledged, by_kind, recovery_p95_ms } = JSON.parse(readFileSync(json, 'utf8'));
  expect(by_kind.map(({ kind }: { kind: string }) => kind).sort()).toEqual([...FAULT_KINDS].sort());
  expect(acknowledged).toBeGreaterThan(200);
  expect(recovery_p95_ms).toBeGreaterThan(0);
});

it('the house recovers from each by itself, and no node ends that nobody had ended', () => {
  expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({
    not_recovered: 0,
    silent_afterwards: 0,
    nodes_ended_by_themselves: 0,
  });
});
