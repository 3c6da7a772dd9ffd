import { expect, test } from 'vitest';
import { ANY_HIGHER, EBAY, isLadder, type Ladder, nextAbove } from '../../auction/increments.ts';
import { LIMITS } from '../../auction/limits.ts';
import { points } from '../../auction/points.ts';
import { problemsWith } from '../../auction/terms.ts';
import { second, terms } from './story.ts';

const ladder = (...rungs: readonly (readonly [number | null, number])[]) =>
  rungs.map(([belowPoints, stepPoints]) => ({ belowPoints, stepPoints })) as unknown as Ladder;

/** The last cent of each rung and the first of the next: the step is that of the amount outbid. */
test.each([
  [1, 5],
  [99, 5],
  [100, 25],
  [499, 25],
  [500, 50],
  [2_499, 50],
  [2_500, 100],
  [9_999, 100],
  [10_000, 250],
  [24_999, 250],
  [25_000, 500],
  [49_999, 500],
  [50_000, 1_000],
  [99_999, 1_000],
  [100_000, 2_500],
  [249_999, 2_500],
  [250_000, 5_000],
  [499_999, 5_000],
  [500_000, 10_000],
  [LIMITS.bidPoints, 10_000],
])('on the eBay ladder %i cents are outbid by %i more', (outbid, step) => {
  expect(nextAbove(EBAY, points(outbid))).toBe(outbid + step);
});

test('by default any higher whole price will do', () => {
  expect([1, 99, 1_000_000].map((price) => nextAbove(ANY_HIGHER, points(price)))).toEqual([
    2, 100, 1_000_001,
  ]);
});

test.each([
  ['the eBay preset', EBAY],
  ['the default', ANY_HIGHER],
  ['two rungs', ladder([10, 1], [null, 5])],
])('%s is a ladder', (_, rungs) => {
  expect(isLadder(rungs)).toBe(true);
});

test.each([
  ['nothing', ladder()],
  ['no open rung', ladder([100, 1])],
  ['an open rung before the last', ladder([null, 1], [100, 1])],
  ['a rung that falls', ladder([100, 1], [50, 1], [null, 1])],
  ['a rung twice', ladder([100, 1], [100, 2], [null, 1])],
  ['a first rung of nothing', ladder([0, 1], [null, 1])],
  ['a step of nothing', ladder([null, 0])],
  ['a step backwards', ladder([null, -1])],
  ['a fraction of a point', ladder([null, 0.5])],
  ['a fractional rung', ladder([1.5, 1], [null, 1])],
])('%s is no ladder', (_, rungs) => {
  expect(isLadder(rungs)).toBe(false);
});

test('a step above the largest bid cannot be listed: no amount could be computed from it', () => {
  const problems = (step: number) => problemsWith(terms({ ladder: ladder([null, step]) }), second(0));
  expect(problems(LIMITS.bidPoints)).toEqual([]);
  expect(problems(LIMITS.bidPoints + 1)).toMatchObject([{ code: 'ladder' }]);
});

test('a ladder of more rungs than anybody reads on every bid cannot be listed', () => {
  const long = Array.from({ length: LIMITS.ladderRungs }, (_, index) => [index + 1, 1] as const);
  const problems = problemsWith(terms({ ladder: ladder(...long, [null, 1]) }), second(0));
  expect(problems).toMatchObject([{ code: 'ladder' }]);
});
