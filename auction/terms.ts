import { isLadder, type Ladder } from './increments.ts';
import { LIMITS } from './limits.ts';
import { isPoints, type Points } from './points.ts';

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

export type TermsProblem = { readonly code: string; readonly message: string };

/** Everything wrong with a set of terms, as seen at `nowMs`; an empty list means they can be listed. */
export function problemsWith(terms: Terms, nowMs: number): TermsProblem[] {
  const problems: TermsProblem[] = [];
  const unless = (holds: boolean, code: string, message: string) => {
    if (!holds) problems.push({ code, message });
  };
  const { startPricePoints, reservePoints, buyNowPoints, softClose } = terms;
  const durationMs = terms.plannedEndsAtMs - terms.startsAtMs;

  unless(
    isPoints(startPricePoints) && startPricePoints >= 1 && startPricePoints <= LIMITS.bidPoints,
    'start_price',
    `The start price must be a whole number of points from 1 to ${LIMITS.bidPoints}.`,
  );
  unless(
    reservePoints === null ||
      (isPoints(reservePoints) && reservePoints >= startPricePoints && reservePoints <= LIMITS.bidPoints),
    'reserve_price',
    'The reserve must be a whole number of points, at least the start price.',
  );
  unless(
    buyNowPoints === null ||
      (isPoints(buyNowPoints) &&
        buyNowPoints > startPricePoints &&
        buyNowPoints >= (reservePoints ?? 0) &&
        buyNowPoints <= LIMITS.bidPoints),
    'buy_now_price',
    'The buy-now price must be above the start price and not below the reserve.',
  );
  unless(
    terms.ladder.length <= LIMITS.ladderRungs &&
      isLadder(terms.ladder) &&
      terms.ladder.every(({ stepPoints }) => stepPoints <= LIMITS.bidPoints),
    'ladder',
    `A ladder must rise rung by rung, step by 1 to ${LIMITS.bidPoints} points, and end in one open rung.`,
  );
  unless(
    terms.startsAtMs >= nowMs - LIMITS.startInPastMs,
    'starts_at',
    'The start lies in the past. Choose now or a later time.',
  );
  unless(
    terms.startsAtMs <= nowMs + LIMITS.startAheadMs,
    'starts_at',
    'The start lies more than a year ahead. Choose an earlier time.',
  );
  unless(
    durationMs >= LIMITS.shortestAuctionMs && durationMs <= LIMITS.longestAuctionMs,
    'ends_at',
    `An auction must run for at least ${LIMITS.shortestAuctionMs / 1000} seconds and at most 90 days.`,
  );
  unless(
    softClose === null ||
      [softClose.windowMs, softClose.extendByMs, softClose.capMs].every(
        (ms) => Number.isSafeInteger(ms) && ms >= 1_000 && ms <= LIMITS.softCloseMs,
      ),
    'soft_close',
    'Soft close needs a window, an extension and a cap of 1 second to 24 hours each.',
  );
  unless(
    Number.isSafeInteger(terms.feeBasisPoints) && terms.feeBasisPoints >= 0 && terms.feeBasisPoints <= 10_000,
    'fee',
    'The fee must be 0 to 10000 basis points.',
  );
  return problems;
}
