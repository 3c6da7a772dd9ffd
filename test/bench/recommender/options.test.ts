import { expect, test } from 'vitest';
import { readOptions } from '../../../bench/recommender/options.ts';

test('by default everything is measured, at full size', () => {
  expect(readOptions([])).toMatchObject({ auctions: 600_000, bids: 5_000_000, seeds: 5 });
  expect([...readOptions([]).only]).toEqual(['quality', 'speed']);
});

test('a part can be measured alone, at any size that means something', () => {
  const options = readOptions(['--only', 'speed', '--auctions', '600', '--bids', '5000']);
  expect([...options.only]).toEqual(['speed']);
  expect(options.auctions).toBe(600);
  expect(() => readOptions(['--only', 'everything'])).toThrow('--only knows quality and speed');
  expect(() => readOptions(['--bids', '10'])).toThrow('--bids must be a whole number from 1000, not 10');
  expect(() => readOptions(['--seeds', '1.5'])).toThrow('--seeds must be a whole number');
});
