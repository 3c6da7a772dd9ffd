import { expect, test } from 'vitest';
import { LIMITS } from '../../auction/limits.ts';
import { isPoints, MAX_POINTS, points } from '../../auction/points.ts';
import { House } from './house.ts';
import { second, terms } from './story.ts';

test.each([0, 1, MAX_POINTS])('%d is an amount of points', (value) => {
  expect(isPoints(value)).toBe(true);
  expect(points(value)).toBe(value);
});

test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, MAX_POINTS + 1, '1', null])(
  '%s is none',
  (value) => {
    expect(isPoints(value)).toBe(false);
    expect(() => points(value as number)).toThrow(RangeError);
  },
);

test('two of the largest amounts still add up exactly', () => {
  expect(Number.isSafeInteger(2 * MAX_POINTS + 1)).toBe(true);
});

test('a seller whose wallet is full of charges is paid all the same, so that the auction can close', () => {
  const house = new House(
    [{ id: 'lamp', sellerId: 'sam', terms: terms() }],
    new Map([
      ['sam', LIMITS.walletPoints],
      ['ada', LIMITS.walletPoints],
    ]),
  );
  const bid = {
    kind: 'bid',
    bidKind: 'plain',
    bidderId: 'ada',
    bidId: '1',
    points: LIMITS.bidPoints,
  } as const;
  house.settle([
    { auctionId: 'lamp', request: { ...bid, atMs: second(1) } },
    { auctionId: 'lamp', request: { kind: 'close', atMs: second(3_600) } },
  ]);
  expect(house.wallet('sam')).toEqual({ available: LIMITS.walletPoints + LIMITS.bidPoints, held: 0 });
});
