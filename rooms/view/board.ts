import { type SchemaType, schema, t } from '@colyseus/schema';
import { type Auction, minimumBid, phaseAt, reserveStanding } from '../../auction/auction.ts';
import { LIMITS } from '../../auction/limits.ts';
import type { BidRecord, OwnedState } from '../../auction/records.ts';
import type { RecentBid } from '../ports.ts';
import type { Aliases } from './aliases.ts';

const ShownBidState = schema(
  { number: t.uint32(), alias: t.string(), pricePoints: t.number(), atMs: t.number() },
  'ShownBid',
);

/**
 * What everybody in the room sees: `AuctionView` of the protocol, with '' and 0 where that says null. Nothing else is ever in it: no
 * maximum, no name, no balance. The rules never read it, so whoever changes it changes a picture.
 */
export const Board = schema(
  {
    auctionId: t.string(),
    title: t.string(),
    phase: t.string(),
    pricePoints: t.number(),
    minimumPoints: t.number(),
    leaderAlias: t.string(),
    bidCount: t.uint32(),
    watcherCount: t.uint32(),
    startsAtMs: t.number(),
    endsAtMs: t.number(),
    reserve: t.string(),
    buyNowPoints: t.number(),
    ending: t.string(),
    bids: t.array(ShownBidState),
  },
  'AuctionView',
);
export type Board = SchemaType<typeof Board>;

/** Draws the auction as it stands; only what differs from before travels. */
export function draw(
  board: Board,
  { auction }: OwnedState,
  title: string,
  nowMs: number,
  aliases: Aliases,
): void {
  board.auctionId = auction.id;
  board.title = title;
  board.phase = phaseAt(auction, nowMs);
  board.pricePoints = auction.pricePoints;
  board.minimumPoints = minimumBid(auction);
  board.leaderAlias = auction.leader === null ? '' : aliases(auction.id, auction.leader.userId);
  board.bidCount = auction.acceptedBids;
  board.startsAtMs = auction.terms.startsAtMs;
  board.endsAtMs = auction.endsAtMs;
  board.reserve = reserveStanding(auction);
  board.buyNowPoints = auction.leader === null ? (auction.terms.buyNowPoints ?? 0) : 0;
  board.ending = auction.ending?.kind ?? '';
}

/** Shows the newest accepted bids of an auction, the last of which is number `acceptedBids`. */
export function showBids(
  board: Board,
  { id, acceptedBids }: Auction,
  bids: readonly (RecentBid | BidRecord)[],
  aliases: Aliases,
): void {
  const newest = bids.slice(-LIMITS.shownBids);
  for (const [index, bid] of newest.entries()) {
    const number = acceptedBids - newest.length + 1 + index;
    // A ring: one changed slot per bid is the least that can travel.
    const slot = (number - 1) % LIMITS.shownBids;
    while (board.bids.length <= slot) board.bids.push(new ShownBidState());
    const shown = board.bids.at(slot);
    if (shown === undefined) continue;
    shown.number = number;
    shown.alias = aliases(id, bid.bidderId);
    shown.pricePoints = bid.pricePoints;
    shown.atMs = bid.atMs;
  }
}
