import type { Ending, Leader, UserId } from './auction.ts';
import type { BidKind } from './commands.ts';
import type { Points } from './points.ts';
import type { Terms } from './terms.ts';

/** One row of the double-entry book. Which accounts a kind moves between stands in `movements.ts`. */
export type Movement = { readonly kind: MovementKind; readonly userId: UserId; readonly points: Points };

export type MovementKind = 'charge' | 'hold' | 'release' | 'capture' | 'payout' | 'fee';

export type BidAccepted = {
  readonly kind: 'bid_accepted';
  readonly bidderId: UserId;
  readonly bidKind: BidKind;
  readonly points: Points;
  /** Price and leader once this bid has been taken in. */
  readonly pricePoints: Points;
  readonly leader: Leader;
  readonly movements: readonly Movement[];
};

type Extended = { readonly kind: 'extended'; readonly endsAtMs: number };

type Closed = {
  readonly kind: 'closed';
  readonly ending: Ending;
  readonly movements: readonly Movement[];
};

type Edited = { readonly kind: 'edited'; readonly terms: Terms };

type Withdrawn = { readonly kind: 'withdrawn' };

export type AuctionEvent = BidAccepted | Extended | Closed | Edited | Withdrawn;

export function movementsOf(events: readonly AuctionEvent[]): Movement[] {
  return events.flatMap((event) => ('movements' in event ? event.movements : []));
}
