/**
 * The feed: what happens to auctions, told to whoever is not in their rooms, other systems included. An event is written in the
 * transaction that makes it true. All events of all auctions get positions, 1, 2, 3 …, in an order in which each auction's own
 * events stand as they happened. Times are ISO 8601 in UTC, amounts whole points.
 */
import type { Auction, AuctionId, UserId } from './auction.ts';
import type { BidKind } from './commands.ts';
import type { AuctionEvent, Movement } from './events.ts';

/** How an item is offered; said when it is listed and again when its seller changes it, which is only possible before it starts. */
type Offer = {
  readonly auctionId: AuctionId;
  readonly at: string;
  readonly sellerId: UserId;
  readonly title: string;
  readonly startPricePoints: number;
  readonly startsAt: string;
  readonly endsAt: string;
};

export type ItemListed = { readonly kind: 'listed' } & Offer;
export type ItemChanged = { readonly kind: 'changed' } & Offer;

/** The seller took it back before it started. */
export type ItemWithdrawn = {
  readonly kind: 'withdrawn';
  readonly auctionId: AuctionId;
  readonly at: string;
  readonly sellerId: UserId;
};

/** A bid was accepted. */
export type BidTaken = {
  readonly kind: 'bid';
  readonly auctionId: AuctionId;
  /** When it arrived. */
  readonly at: string;
  /** Its number in the auction's log. */
  readonly seq: number;
  readonly bidderId: UserId;
  readonly bidKind: BidKind;
  /** Who leads now; not the bidder where a higher maximum answered at once. */
  readonly leaderId: UserId;
  /** Who does not lead because of it: the leader before, or the bidder whom a higher maximum answered; null for a first bid and a raise of one's own. */
  readonly outbidId: UserId | null;
  /** What came back to the leader before; 0 when nothing did. */
  readonly releasedPoints: number;
  readonly pricePoints: number;
  /** Whether anything changed for those who watch the price: it rose, or somebody now stands behind it. */
  readonly priceChanged: boolean;
  readonly bidCount: number;
  readonly endsAt: string;
};

/** A bid shortly before the end has moved it: soft close. Comes right after its bid. */
export type EndExtended = {
  readonly kind: 'extended';
  readonly auctionId: AuctionId;
  readonly at: string;
  readonly seq: number;
  readonly pricePoints: number;
  readonly bidCount: number;
  readonly endsAt: string;
};

/** The end is near. Said once, even if the end moves afterwards. */
export type EndingSoon = {
  readonly kind: 'ending_soon';
  readonly auctionId: AuctionId;
  readonly at: string;
  readonly pricePoints: number;
  readonly bidCount: number;
  readonly endsAt: string;
};

/** It is over. Nothing follows for this auction. */
export type AuctionClosed = {
  readonly kind: 'closed';
  readonly auctionId: AuctionId;
  readonly at: string;
  readonly seq: number;
  readonly sellerId: UserId;
  readonly ending: 'sold' | 'unsold' | 'cancelled';
  readonly unsoldReason: 'no_bids' | 'reserve_not_met' | null;
  readonly winnerId: UserId | null;
  readonly pricePoints: number;
  readonly bidCount: number;
  /** Whom points held for it came back to, and how many: the whole hold, or the winner's rest. */
  readonly releasedTo: UserId | null;
  readonly releasedPoints: number;
  /** What the seller was paid and what the house took of it; 0 unless sold. */
  readonly payoutPoints: number;
  readonly feePoints: number;
};

export type FeedEvent =
  | ItemListed
  | ItemChanged
  | ItemWithdrawn
  | BidTaken
  | EndExtended
  | EndingSoon
  | AuctionClosed;

/** An event and its place in the feed. */
export type NumberedEvent = { readonly position: number; readonly event: FeedEvent };

/** What one log entry means to those outside: `before` and `after` its events, which happened `atMs`. */
export function feedEventsOf(
  before: Auction,
  after: Auction,
  events: readonly AuctionEvent[],
  { seq, atMs }: { readonly seq: number; readonly atMs: number },
): FeedEvent[] {
  const auctionId = after.id;
  const at = iso(atMs);
  const standing = { pricePoints: after.pricePoints, bidCount: after.acceptedBids };
  return events.flatMap((event): FeedEvent[] => {
    switch (event.kind) {
      case 'bid_accepted': {
        const { bidderId, bidKind, leader } = event;
        return [
          {
            kind: 'bid',
            auctionId,
            at,
            seq,
            bidderId,
            bidKind,
            leaderId: leader.userId,
            outbidId: outbid(before, event),
            releasedPoints: sum(event.movements, 'release'),
            priceChanged: before.leader === null || event.pricePoints !== before.pricePoints,
            ...standing,
            endsAt: iso(after.endsAtMs),
          },
        ];
      }
      case 'extended':
        return [{ kind: 'extended', auctionId, at, seq, ...standing, endsAt: iso(event.endsAtMs) }];
      case 'closed': {
        const { ending, movements } = event;
        return [
          {
            kind: 'closed',
            auctionId,
            at,
            seq,
            sellerId: after.sellerId,
            ending: ending.kind,
            unsoldReason: ending.kind === 'unsold' ? ending.reason : null,
            winnerId: ending.kind === 'sold' ? ending.winnerId : null,
            ...standing,
            releasedTo: movements.find(({ kind }) => kind === 'release')?.userId ?? null,
            releasedPoints: sum(movements, 'release'),
            payoutPoints: sum(movements, 'payout'),
            feePoints: sum(movements, 'fee'),
          },
        ];
      }
      case 'edited':
      case 'withdrawn':
        // Told by whoever stores the change: they know the title, which the rules do not.
        return [];
      default:
        return event satisfies never;
    }
  });
}

function outbid(before: Auction, { bidderId, leader }: { bidderId: UserId; leader: { userId: UserId } }) {
  if (before.leader === null || before.leader.userId === bidderId) return null;
  return leader.userId === bidderId ? before.leader.userId : bidderId;
}

const sum = (movements: readonly Movement[], kind: Movement['kind']): number =>
  movements.reduce((total, movement) => total + (movement.kind === kind ? movement.points : 0), 0);

const iso = (ms: number): string => new Date(ms).toISOString();
