/** The bench in small, and what its figures come from. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { Arrivals } from '../../bench/sockets/arrivals.ts';
import { mustHold } from '../../bench/sockets/open-files.ts';
import { readOptions } from '../../bench/sockets/options.ts';
import { frameReader } from '../../bench/sockets/watcher.ts';

const PROGRAM = join(import.meta.dirname, '../../bench/sockets.ts');
const folder = mkdtempSync(join(tmpdir(), 'ready-auction-bench-'));

afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  [['--sockets', '0'], /--sockets must be a whole number from 1, not 0/],
  [['--sockets', '10', '--auctions', '3'], /--sockets must be a multiple of --auctions, 3/],
  [['--seconds', 'x'], /--seconds must be a number above 0, not x/],
])('%j is refused with what may be said instead', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});

test('a limit of open files that is too low is named, with what is needed', () => {
  const limits = (hard: string) =>
    `Max processes  1  1  processes\nMax open files            1024  ${hard}  files \n`;
  expect(() => mustHold(10_000, limits('4096'))).toThrow(
    '10,000 sockets need 10,300 open files in one process, and the hard limit here is 4,096 (`ulimit -Hn`)',
  );
  for (const enough of ['10300', 'unlimited']) mustHold(10_000, limits(enough));
  mustHold(10_000, '');
});

test('the last watcher counts, and whoever a patch did not reach is missed', () => {
  const arrivals = new Arrivals(3);
  for (const [patch, atMs] of [
    [0, 10],
    [0, 12],
    [1, 13],
    [0, 14],
    [1, 20],
  ] as const)
    arrivals.add(patch, atMs);
  expect([arrivals.firstMs, arrivals.lastMs, arrivals.missing]).toEqual([[10, 13], [14, 20], 1]);
});

test('frames are read whatever pieces they come in', () => {
  const long = Buffer.alloc(300, 7);
  const whole = Buffer.concat([
    Buffer.from([0x82, 2, 15, 1]),
    Buffer.from([0x82, 126, 1, 44]),
    long,
    Buffer.from([0x89, 0]),
  ]);
  for (let cut = 0; cut <= whole.length; cut++) {
    const frames: [number, number][] = [];
    const read = frameReader((first, payload) => frames.push([first, payload.length]));
    read(whole.subarray(0, cut));
    read(whole.subarray(cut));
    expect(frames).toEqual([
      [0x82, 2],
      [0x82, 300],
      [0x89, 0],
    ]);
  }
});

test('a small run reports its figures in its table and its JSON, and loses nothing', async () => {
  const json = join(folder, 'result.json');
  const { stdout } = await promisify(execFile)(process.execPath, [
    PROGRAM,
    ...[
      '--sockets',
      '20',
      '--auctions',
      '4',
      '--rate',
      '20',
      '--seconds',
      '2',
      '--idle',
      '1',
      '--json',
      json,
    ],
  ]);
  const result = JSON.parse(readFileSync(json, 'utf8'));
  expect(result).toMatchObject({ sockets: 20, auctions: 4, dropped_sockets: 0, missing_frames: 0 });
  expect(result.accepted_per_s).toBeGreaterThan(0);
  // Each accepted bid is a patch to each of five watchers, unless two share one.
  expect(result.frames_per_s).toBeGreaterThan(result.accepted_per_s);
  expect(result.frames_per_s).toBeLessThanOrEqual(Math.round(result.accepted_per_s * 5));
  expect(result.ack_p99_ms).toBeGreaterThanOrEqual(result.ack_p50_ms);
  expect(stdout).toMatch(/^sockets dropped +0$/m);
}, 180_000);
