/** Whole points, the only money there is. Never negative, never fractional, exact in a JavaScript number. */
export type Points = number & { readonly unit: 'points' };

/**
 * Largest amount anything may hold, inside 2^53. A thousand times what may be charged into a wallet, because what sales pay into it
 * cannot be refused: an auction whose payout did not fit could never close.
 */
export const MAX_POINTS = 1_000_000_000_000_000 as Points;

export const ZERO = 0 as Points;

export function isPoints(value: unknown): value is Points {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= MAX_POINTS;
}

/** Brands a number that must already be valid; anything else is a bug, so it throws. */
export function points(value: number): Points {
  if (!isPoints(value)) throw new RangeError(`not an amount of points: ${value}`);
  return value;
}

export const add = (a: Points, b: Points): Points => points(a + b);

export const subtract = (a: Points, b: Points): Points => points(a - b);

export const smaller = (a: Points, b: Points): Points => (a < b ? a : b);

export const larger = (a: Points, b: Points): Points => (a > b ? a : b);

/** The house's share of a price: basis points (1/100 of a percent), rounded down in the seller's favour. */
export function share(price: Points, basisPoints: number): Points {
  const rest = price % 10_000;
  return points(((price - rest) / 10_000) * basisPoints + Math.floor((rest * basisPoints) / 10_000));
}
