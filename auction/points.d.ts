/** Whole points, the only money there is. Never negative, never fractional, exact in a JavaScript number. */
export type Points = number & {
  readonly unit: 'points';
};
/** Largest amount anything may hold: well inside 2^53, so that sums over a whole house stay exact too. */
export declare const MAX_POINTS: Points;
export declare const ZERO: Points;
export declare function isPoints(value: unknown): value is Points;
/** Brands a number that must already be valid; anything else is a bug, so it throws. */
export declare function points(value: number): Points;
export declare const add: (a: Points, b: Points) => Points;
export declare const subtract: (a: Points, b: Points) => Points;
export declare const smaller: (a: Points, b: Points) => Points;
export declare const larger: (a: Points, b: Points) => Points;
/** The house's share of a price: basis points (1/100 of a percent), rounded down in the seller's favour. */
export declare function share(price: Points, basisPoints: number): Points;
