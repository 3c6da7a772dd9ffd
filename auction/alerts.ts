/**
 * Alerts: what somebody is told about auctions they subscribe to, which are those they sell, bid on or asked for. An alert's `id` is the
 * position in the feed of the event that caused it: for one person ids only grow, and an id is never given twice.
 */
import type { AuctionId, UserId } from './auction.ts';
import type { AuctionClosed, BidTaken, EndExtended, EndingSoon, FeedEvent } from './feed.ts';

/** Why somebody hears of an auction. Who asked and then bids is a bidder. */
export const SUBSCRIPTION_REASONS = ['selling', 'bidding', 'asked'] as const;
export type SubscriptionReason = (typeof SUBSCRIPTION_REASONS)[number];

/** Kept for their receiver until they are old, so nobody misses one. */
export const KEPT_ALERTS = [
  'outbid',
  'ending_soon',
  'won',
  'lost',
  'sold',
  'unsold',
  'ended',
  'cancelled',
] as const;
export type KeptAlertKind = (typeof KEPT_ALERTS)[number];

/** Passing: only the latest of an auction matters, so several may be told as one and none is kept. */
export const PASSING_ALERTS = ['price_changed', 'extended'] as const;
export type PassingAlertKind = (typeof PASSING_ALERTS)[number];

export type AlertKind = KeptAlertKind | PassingAlertKind;

/** Those worth waking somebody for, by push or by e-mail. */
export const NOTICE_KINDS = ['outbid', 'ending_soon', 'won'] as const satisfies readonly KeptAlertKind[];
export type NoticeKind = (typeof NOTICE_KINDS)[number];

type About<Kind extends AlertKind> = {
  /** A whole number as text; what a stream goes on after. */
  readonly id: string;
  readonly kind: Kind;
  readonly at: string;
  readonly auctionId: AuctionId;
  readonly title: string;
  /** Where to look at it: an absolute address where the house knows its own, else a path of it. */
  readonly link: string;
  readonly pricePoints: number;
  readonly bidCount: number;
};

/** `price_changed`: the highest price is another, or somebody now stands behind it. */
export type PriceChangedAlert = About<'price_changed'> & { readonly endsAt: string };
/** `extended`: a late bid has moved the end. */
export type ExtendedAlert = About<'extended'> & { readonly endsAt: string };
/** `outbid`: somebody else leads; one's points are free again. */
export type OutbidAlert = About<'outbid'> & { readonly releasedPoints: number; readonly endsAt: string };
/** `ending_soon`: once per auction. */
export type EndingSoonAlert = About<'ending_soon'> & { readonly endsAt: string };
/** `won`: to the winner, who has paid the price and has the rest of the maximum back. */
export type WonAlert = About<'won'> & { readonly releasedPoints: number };
/** `lost`: to everybody else who bid. `releasedPoints` came back now; who was outbid had theirs back then. */
export type LostAlert = About<'lost'> & { readonly sold: boolean; readonly releasedPoints: number };
/** `sold`: to the seller. */
export type SoldAlert = About<'sold'> & { readonly payoutPoints: number; readonly feePoints: number };
/** `unsold`: to the seller. */
export type UnsoldAlert = About<'unsold'> & { readonly reason: 'no_bids' | 'reserve_not_met' };
/** `ended`: to those who only asked to hear of it. */
export type EndedAlert = About<'ended'> & { readonly sold: boolean };
/** `cancelled`: to everybody; the leader has the points back. */
export type CancelledAlert = About<'cancelled'> & { readonly releasedPoints: number };

export type PassingAlert = PriceChangedAlert | ExtendedAlert;
export type KeptAlert =
  | OutbidAlert
  | EndingSoonAlert
  | WonAlert
  | LostAlert
  | SoldAlert
  | UnsoldAlert
  | EndedAlert
  | CancelledAlert;
export type Alert = KeptAlert | PassingAlert;

/** The events that somebody keeps an alert of. */
export type KeptEvent = BidTaken | EndingSoon | AuctionClosed;

export const isKept = (event: FeedEvent): event is KeptEvent =>
  (event.kind === 'bid' && event.outbidId !== null) ||
  event.kind === 'ending_soon' ||
  event.kind === 'closed';

/** Which alert an end is, to everybody who subscribes, by who they are in it; to the winner of a sold one it is `won`. */
export function endingAlerts(event: AuctionClosed): Readonly<Record<SubscriptionReason, KeptAlertKind>> {
  switch (event.ending) {
    case 'sold':
      return { selling: 'sold', bidding: 'lost', asked: 'ended' };
    case 'unsold':
      return { selling: 'unsold', bidding: 'lost', asked: 'ended' };
    case 'cancelled':
      return { selling: 'cancelled', bidding: 'cancelled', asked: 'cancelled' };
    default:
      return event.ending satisfies never;
  }
}

type Seen = {
  readonly position: number;
  readonly title: string;
  readonly link: string;
};

/** A kept alert as its receiver reads it. */
export function keptAlert(
  kind: KeptAlertKind,
  event: KeptEvent,
  { receiverId, ...seen }: Seen & { readonly receiverId: UserId },
): KeptAlert {
  const about = aboutOf(event, seen);
  if (event.kind === 'bid') {
    // A bid that a higher maximum answered at once never held anything.
    const releasedPoints = event.outbidId === event.bidderId ? 0 : event.releasedPoints;
    return { ...about, kind: 'outbid', releasedPoints, endsAt: event.endsAt };
  }
  if (event.kind === 'ending_soon') return { ...about, kind: 'ending_soon', endsAt: event.endsAt };

  const releasedPoints = event.releasedTo === receiverId ? event.releasedPoints : 0;
  const sold = event.ending === 'sold';
  switch (kind) {
    case 'won':
      return { ...about, kind, releasedPoints };
    case 'lost':
      return { ...about, kind, sold, releasedPoints };
    case 'sold':
      return { ...about, kind, payoutPoints: event.payoutPoints, feePoints: event.feePoints };
    case 'unsold':
      return { ...about, kind, reason: event.unsoldReason ?? 'no_bids' };
    case 'cancelled':
      return { ...about, kind, releasedPoints };
    case 'ended':
    // An end can be no other kind; the table that keeps them says so, too.
    case 'outbid':
    case 'ending_soon':
      return { ...about, kind: 'ended', sold };
    default:
      return kind satisfies never;
  }
}

/** What everybody who subscribes may hear of an event in passing; undefined when it is nothing for them. */
export function passingAlert(event: FeedEvent, seen: Seen): PassingAlert | undefined {
  if (event.kind === 'bid' && event.priceChanged) {
    return { ...aboutOf(event, seen), kind: 'price_changed', endsAt: event.endsAt };
  }
  if (event.kind === 'extended') {
    return { ...aboutOf(event, seen), kind: 'extended', endsAt: event.endsAt };
  }
  return undefined;
}

function aboutOf(event: KeptEvent | EndExtended, { position, title, link }: Seen) {
  const { at, auctionId, pricePoints, bidCount } = event;
  return { id: String(position), at, auctionId, title, link, pricePoints, bidCount };
}
