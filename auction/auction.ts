import { nextAbove } from './increments.ts';
import type { Points } from './points.ts';
import type { Terms } from './terms.ts';

export type AuctionId = string;
export type UserId = string;

/** Who would win now. The whole maximum is held, so an automatic raise can never bounce. */
export type Leader = { readonly userId: UserId; readonly maximumPoints: Points; readonly sinceMs: number };

/** How an auction ended; written once, never changed. */
export type Ending =
  | { readonly kind: 'sold'; readonly winnerId: UserId; readonly pricePoints: Points; readonly atMs: number }
  | { readonly kind: 'unsold'; readonly reason: 'no_bids' | 'reserve_not_met'; readonly atMs: number }
  | { readonly kind: 'cancelled'; readonly atMs: number };

/** Everything the rules need to know about one auction. Immutable: `evolve` makes the next one. */
export type Auction = {
  readonly id: AuctionId;
  readonly sellerId: UserId;
  readonly terms: Terms;
  /** The planned end, or later after soft-close extensions. */
  readonly endsAtMs: number;
  /** The start price until somebody bids. */
  readonly pricePoints: Points;
  readonly leader: Leader | null;
  readonly acceptedBids: number;
  readonly ending: Ending | null;
};

export function listed(id: AuctionId, sellerId: UserId, terms: Terms): Auction {
  return {
    id,
    sellerId,
    terms,
    endsAtMs: terms.plannedEndsAtMs,
    pricePoints: terms.startPricePoints,
    leader: null,
    acceptedBids: 0,
    ending: null,
  };
}

/** `ended` is over but not yet settled: nobody can bid any more, and closing is due. */
export type Phase = 'ready' | 'live' | 'ended' | 'closed' | 'cancelled';

/** The phase follows from the time alone, so an item is live from the instant it starts, whatever ran or did not. */
export function phaseAt(auction: Auction, atMs: number): Phase {
  if (auction.ending !== null) return auction.ending.kind === 'cancelled' ? 'cancelled' : 'closed';
  if (atMs < auction.terms.startsAtMs) return 'ready';
  return atMs < auction.endsAtMs ? 'live' : 'ended';
}

/** The least that a newcomer must bid. */
export function minimumBid(auction: Auction): Points {
  return auction.leader === null
    ? auction.terms.startPricePoints
    : nextAbove(auction.terms.ladder, auction.pricePoints);
}

export type ReserveStanding = 'none' | 'met' | 'not_met';

/** What everybody may know about the reserve. */
export function reserveStanding(auction: Auction): ReserveStanding {
  const { reservePoints } = auction.terms;
  if (reservePoints === null) return 'none';
  return auction.leader !== null && auction.pricePoints >= reservePoints ? 'met' : 'not_met';
}
