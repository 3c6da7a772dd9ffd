import { expect, test } from 'vitest';
import { readOptions, UsageProblem } from '../../seed/options.ts';

const NOW_MS = Date.parse('2026-05-01T12:00:00Z');
const url = 'postgres://somebody@localhost/house';

const read = (args: string[], databaseUrl: string | undefined = url) =>
  readOptions(args, { databaseUrl, nowMs: NOW_MS });

test('without options it is a house of 600,000, now, where DATABASE_URL says', () => {
  expect(read([])).toEqual({
    auctions: 600_000,
    seed: 1,
    nowMs: NOW_MS,
    url,
    more: false,
    images: undefined,
  });
});

test('every option is taken, and --database wins over DATABASE_URL', () => {
  const other = 'postgresql://localhost/other';
  const args = [
    '--auctions',
    '20',
    '--seed',
    '7',
    '--now',
    '2026-04-30T00:00:00Z',
    '--database',
    other,
    '--more',
    '--images',
    'pictures',
  ];
  expect(read(args)).toEqual({
    auctions: 20,
    seed: 7,
    nowMs: Date.parse('2026-04-30T00:00:00Z'),
    url: other,
    more: true,
    images: 'pictures',
  });
});

test('help needs no database', () => {
  expect(readOptions(['--help'], { databaseUrl: undefined, nowMs: NOW_MS })).toBeUndefined();
});

test.for([
  [['--auctions', '0'], 'whole number from 1'],
  [['--auctions', '1.5'], 'whole number'],
  [['--auctions', ''], 'whole number'],
  [['--auctions', '6000000'], 'to 5000000'],
  [['--seed=-1'], 'whole number from 0'],
  [['--seed', '4294967296'], 'to 4294967295'],
  [['--now', 'yesterday'], 'a time in UTC'],
  [['--now', '2026-05-01'], 'a time in UTC'],
  [['--now', '2026-13-01T00:00:00Z'], 'a time in UTC'],
  [['--database', 'mysql://x'], 'begins with postgres://'],
  [['--database', 'house'], 'begins with postgres://'],
  [['--auction', '5'], 'auction'],
  [['5'], '5'],
] as const)('%j is refused with a sentence', ([args, sentence]) => {
  const reading = () => read([...args]);
  expect(reading).toThrow(UsageProblem);
  expect(reading).toThrow(sentence);
});

test.for([undefined, ''])('without a database (%j) it says how to name one', (databaseUrl) => {
  expect(() => readOptions([], { databaseUrl, nowMs: NOW_MS })).toThrow(
    /--database postgres:\/\/.*DATABASE_URL/,
  );
});
