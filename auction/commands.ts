import type { UserId } from './auction.ts';
import type { Points } from './points.ts';
import type { Terms } from './terms.ts';

type At = { readonly atMs: number };

type ByBidder = At & {
  readonly bidderId: UserId;
  /** What the bidder could still pay when the bid was decided. */
  readonly availablePoints: Points;
};

/** A plain bid makes the price exactly `points`. */
export type PlainBid = ByBidder & { readonly kind: 'plain'; readonly points: Points };
/** A maximum bid lets the house bid for you, as little as needed, up to `points`. */
export type MaximumBid = ByBidder & { readonly kind: 'maximum'; readonly points: Points };
/** Ends the auction at the buy-now price; `points` must be that price, so that nobody pays a surprise. */
export type BuyNow = ByBidder & { readonly kind: 'buy_now'; readonly points: Points };

export type BidCommand = PlainBid | MaximumBid | BuyNow;
export type BidKind = BidCommand['kind'];

/** The end has come: settle it. */
export type Close = At & { readonly kind: 'close' };
/** Its end fell into an outage of the whole house: it goes on until `endsAtMs`. */
export type Prolong = At & { readonly kind: 'prolong'; readonly endsAtMs: number };
/** An admin calls the auction off. */
export type Cancel = At & { readonly kind: 'cancel' };
/** The seller changes the terms. */
export type Edit = At & { readonly kind: 'edit'; readonly byUserId: UserId; readonly terms: Terms };
/** The seller takes the item back. */
export type Withdraw = At & { readonly kind: 'withdraw'; readonly byUserId: UserId };

export type Command = BidCommand | Close | Prolong | Cancel | Edit | Withdraw;
