import { add, isPoints, type Points, points } from './points.ts';

/** One rung: prices below `belowPoints` rise by at least `stepPoints`. The last rung has no upper end. */
type Rung = { readonly belowPoints: Points | null; readonly stepPoints: Points };

export type Ladder = readonly Rung[];

const rung = (belowPoints: number | null, stepPoints: number): Rung => ({
  belowPoints: belowPoints === null ? null : points(belowPoints),
  stepPoints: points(stepPoints),
});

/** Any higher whole price will do. */
export const ANY_HIGHER: Ladder = [rung(null, 1)];

/** eBay's public increment table, one point standing for one cent. */
export const EBAY: Ladder = [
  rung(100, 5),
  rung(500, 25),
  rung(2_500, 50),
  rung(10_000, 100),
  rung(25_000, 250),
  rung(50_000, 500),
  rung(100_000, 1_000),
  rung(250_000, 2_500),
  rung(500_000, 5_000),
  rung(null, 10_000),
];

export const LADDERS = { any_higher: ANY_HIGHER, ebay: EBAY } as const;

export type LadderName = keyof typeof LADDERS;

/** A usable ladder rises rung by rung, steps by at least one point, and only its last rung is open. */
export function isLadder(ladder: Ladder): boolean {
  let from = 0;
  for (const [index, { belowPoints, stepPoints }] of ladder.entries()) {
    if (!isPoints(stepPoints) || stepPoints < 1) return false;
    if (belowPoints === null) return index === ladder.length - 1;
    if (!isPoints(belowPoints) || belowPoints <= from) return false;
    from = belowPoints;
  }
  return false;
}

/** The least amount that outbids `outbid`: one step of the rung that the amount outbid stands on. */
export function nextAbove(ladder: Ladder, outbid: Points): Points {
  for (const { belowPoints, stepPoints } of ladder) {
    if (belowPoints === null || outbid < belowPoints) return add(outbid, stepPoints);
  }
  throw new RangeError('a ladder without an open last rung');
}
