import { type Points } from './points.ts';
/** One rung: prices below `belowPoints` rise by at least `stepPoints`. The last rung has no upper end. */
export type Rung = {
  readonly belowPoints: Points | null;
  readonly stepPoints: Points;
};
export type Ladder = readonly Rung[];
/** Any higher whole price will do. */
export declare const ANY_HIGHER: Ladder;
/** eBay's public increment table, one point standing for one cent. */
export declare const EBAY: Ladder;
export declare const LADDERS: {
  readonly any_higher: Ladder;
  readonly ebay: Ladder;
};
export type LadderName = keyof typeof LADDERS;
/** A usable ladder rises rung by rung, steps by at least one point, and only its last rung is open. */
export declare function isLadder(ladder: Ladder): boolean;
/** The least amount that outbids `outbid`: one step of the rung that the amount outbid stands on. */
export declare function nextAbove(ladder: Ladder, outbid: Points): Points;
