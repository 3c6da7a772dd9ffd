/** The bench in small, and the arithmetic that its figures come from. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { FrameReader } from '../../bench/alerts/frame-reader.ts';
import { Knowledge, lagsOf } from '../../bench/alerts/knowledge.ts';
import { readOptions } from '../../bench/alerts/options.ts';
import { processorSeconds } from '../../bench/alerts/processor-time.ts';

const PROGRAM = join(import.meta.dirname, '../../bench/alerts.ts');
const folder = mkdtempSync(join(tmpdir(), 'ready-auction-bench-'));

afterAll(() => rmSync(folder, { recursive: true }));

describe('what everybody knows', () => {
  test('is what the last of them heard, whatever the others know already', () => {
    const knowledge = new Knowledge(3);
    knowledge.heard(0, 101, 10);
    knowledge.heard(1, 103, 11);
    knowledge.heard(2, 102, 12);
    knowledge.heard(0, 104, 13);
    knowledge.heard(0, 99, 14);
    knowledge.heard(2, 105, 15);
    expect(knowledge.steps).toEqual([
      { atMs: 12, pricePoints: 101 },
      { atMs: 13, pricePoints: 102 },
      { atMs: 15, pricePoints: 103 },
    ]);
  });

  test('agrees with asking all of them after every word', () => {
    const words = fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 30 })), { maxLength: 100 });
    fc.assert(
      fc.property(words, (said) => {
        const knowledge = new Knowledge(4);
        const heard = [0, 0, 0, 0];
        const least: number[] = [];
        for (const [index, [subscriber, pricePoints]] of said.entries()) {
          knowledge.heard(subscriber, pricePoints, index);
          heard[subscriber] = Math.max(heard[subscriber] ?? 0, pricePoints);
          least.push(Math.min(...heard));
        }
        const rises = least.flatMap((pricePoints, atMs) =>
          pricePoints > (least[atMs - 1] ?? 0) ? [{ atMs, pricePoints }] : [],
        );
        expect(knowledge.steps).toEqual(rises);
      }),
    );
  });

  test('gives each price the time until it or a later one was known to all, and counts those that never were', () => {
    const commits = [
      { pricePoints: 101, atMs: 100 },
      { pricePoints: 102, atMs: 105 },
      { pricePoints: 103, atMs: 110 },
      { pricePoints: 104, atMs: 115 },
    ];
    const steps = [
      { pricePoints: 101, atMs: 130 },
      { pricePoints: 103, atMs: 150 },
    ];
    expect(lagsOf(commits, { steps, pricesTold: [101, 103, 104] })).toEqual({
      toldMs: [30, 40],
      everyMs: [30, 45, 40],
      unknown: 1,
    });
  });
});

test('frames are read whatever pieces they come in, and what is no alert is passed over', () => {
  const alert = (id: number, kind: string) =>
    `event: alert\nid: ${id}\ndata: {"id":"${id}","kind":"${kind}","title":"가","pricePoints":${id * 2}}\n\n`;
  const text = `retry: 1000\n\nevent: hello\nid: 0\ndata: {}\n\n${alert(1, 'price_changed')}: \n\n${alert(2, 'outbid')}`;
  const whole = Buffer.from(text);
  const expected = [
    { position: 1, kind: 'price_changed', pricePoints: 2 },
    { position: 2, kind: 'outbid', pricePoints: 4 },
  ];
  for (let cut = 0; cut <= whole.length; cut++) {
    const reader = new FrameReader();
    expect([...reader.read(whole.subarray(0, cut)), ...reader.read(whole.subarray(cut))]).toEqual(expected);
  }
});

test('an alert that cannot be read ends the bench instead of spoiling its figures', () => {
  expect(() => new FrameReader().read(Buffer.from('event: alert\nid: 1\ndata: {}\n\n'))).toThrow(
    'an alert could not be read',
  );
});

test('the time of processors is that of the process, or unknown', () => {
  const own = processorSeconds(process.pid);
  const { user, system } = process.cpuUsage();
  if (process.platform === 'linux') expect(own).toBeCloseTo((user + system) / 1_000_000, 0);
  expect(processorSeconds(2 ** 30)).toBeUndefined();
});

test.each([
  [['--seconds', '0'], /--seconds must be a number above 0, not 0/],
  [['--subscribers', '1.5'], /--subscribers must be a whole number from 1, not 1.5/],
  [['--rate', 'x'], /--rate must be a number above 0, not x/],
])('%j is refused with what may be said instead', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});

test('a small run reports both ways, with and without subscribers, in its table, its JSON and its plot', async () => {
  const [json, svg] = [join(folder, 'result.json'), join(folder, 'plot.svg')];
  const { stdout } = await promisify(execFile)(process.execPath, [
    PROGRAM,
    ...['--seconds', '1', '--subscribers', '20', '--rate', '40', '--json', json, '--plot', svg],
  ]);

  const { rows, ...about } = JSON.parse(readFileSync(json, 'utf8'));
  expect(about).toEqual({
    machine: expect.stringContaining('PostgreSQL'),
    date: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    subscribers: 20,
    bids_per_s: 40,
    seconds: 1,
  });
  expect(rows).toMatchObject([
    { way: 'ours', subscribers: 0, told_p99_ms: null, ack_p99_ratio: 1 },
    { way: 'ours', subscribers: 20, told_p99_ms: expect.any(Number) },
    { way: 'reference', subscribers: 0, told_p99_ms: null, ack_p99_ratio: 1 },
    { way: 'reference', subscribers: 20, told_p99_ms: expect.any(Number) },
  ]);
  for (const row of rows) {
    expect(row.accepted_per_s).toBeGreaterThan(0);
    expect(row.ack_p99_ms).toBeGreaterThanOrEqual(row.ack_p50_ms);
    expect(row).toMatchObject({
      missed_kept_alerts: 0,
      doubled_kept_alerts: 0,
      lost_streams: 0,
      unknown_prices: 0,
    });
  }
  const [, ours, , reference] = rows;
  // Everybody hears of the end, and the bidders of more.
  expect(ours.kept_alerts).toBeGreaterThan(2 * 20);
  expect(reference.frames_per_s).toBeGreaterThan(ours.frames_per_s);
  expect(stdout).toMatch(/^written inside the bid +20 /m);
  expect(readFileSync(svg, 'utf8')).toContain('>20 subscribers</text>');
}, 180_000);
