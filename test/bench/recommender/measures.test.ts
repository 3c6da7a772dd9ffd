import { expect, test } from 'vitest';
import { ndcgAt, recallAt, spread } from '../../../bench/recommender/quality/measures.ts';

test('recall is the part of what was wanted that is among the first ten', () => {
  const ranked = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
  expect(recallAt(10, ranked, new Set([2, 99]))).toBe(0.5);
  expect(recallAt(10, ranked, new Set([1, 10]))).toBe(1);
  // The eleventh is not shown.
  expect(recallAt(10, ranked, new Set([11]))).toBe(0);
  expect(recallAt(10, [], new Set([1]))).toBe(0);
});

test('recall is a part of everything wanted, even of more than ten', () => {
  const ranked = Array.from({ length: 10 }, (_, item) => item);
  expect(recallAt(10, ranked, new Set(Array.from({ length: 20 }, (_, item) => item)))).toBe(0.5);
});

test('NDCG is 1 where everything wanted stands first, in whatever order', () => {
  expect(ndcgAt(10, [3, 1, 9, 8], new Set([1, 3]))).toBe(1);
  const ranked = Array.from({ length: 10 }, (_, item) => item);
  // Ten places cannot show twenty.
  expect(ndcgAt(10, ranked, new Set(Array.from({ length: 20 }, (_, item) => item)))).toBe(1);
});

test('NDCG counts a hit the less the lower it stands', () => {
  // One of two, at the second place: 1 / log2(3), of 1 + 1 / log2(3) at best.
  expect(ndcgAt(10, [7, 1, 8], new Set([1, 2]))).toBeCloseTo(0.6309 / 1.6309, 3);
  expect(ndcgAt(10, [7, 8, 1], new Set([1]))).toBeCloseTo(0.5, 10);
  expect(ndcgAt(10, [7, 8, 9], new Set([1]))).toBe(0);
  expect(ndcgAt(2, [7, 8, 1], new Set([1]))).toBe(0);
});

test('who wanted nothing is no measure of anything', () => {
  expect(recallAt(10, [1], new Set())).toBeNaN();
  expect(ndcgAt(10, [1], new Set())).toBeNaN();
});

test('the spread is that of a sample', () => {
  expect(spread([1, 3])).toBeCloseTo(Math.SQRT2, 10);
  expect(spread([2, 2, 2])).toBe(0);
  expect(spread([5])).toBe(0);
});
