import { type Ladder } from './increments.ts';
import { type Points } from './points.ts';
/** Soft close: an accepted bid in the last `windowMs` moves the end to `extendByMs` after it, never past `capMs`. */
export type SoftClose = {
  readonly windowMs: number;
  readonly extendByMs: number;
  /** How far the end may move past the planned one, in all. */
  readonly capMs: number;
};
/** What the seller promised. Frozen once the auction is live, so that every bid is judged by the same terms. */
export type Terms = {
  readonly startPricePoints: Points;
  /** Hidden from everybody but the seller; below it nothing is sold. */
  readonly reservePoints: Points | null;
  /** Ends the auction at once, while nobody has bid. */
  readonly buyNowPoints: Points | null;
  readonly ladder: Ladder;
  readonly softClose: SoftClose | null;
  /** The house's share of the final price, in basis points. */
  readonly feeBasisPoints: number;
  readonly startsAtMs: number;
  readonly plannedEndsAtMs: number;
};
export type TermsProblem = {
  readonly code: string;
  readonly message: string;
};
/** Everything wrong with a set of terms, as seen at `nowMs`; an empty list means they can be listed. */
export declare function problemsWith(terms: Terms, nowMs: number): TermsProblem[];
