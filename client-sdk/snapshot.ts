import type { Phase, ReserveStanding } from '../auction/auction.ts';
import type { AuctionView, ShownBid } from '../auction/protocol.ts';

/** The room's state as Colyseus decodes it: `AuctionView`, but with '' and 0 where a view has null. */
export type RoomState = {
  readonly auctionId: string;
  readonly title: string;
  readonly phase: string;
  readonly pricePoints: number;
  readonly minimumPoints: number;
  readonly leaderAlias: string;
  readonly bidCount: number;
  readonly watcherCount: number;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly reserve: string;
  readonly buyNowPoints: number;
  readonly ending: string;
  /** A ring: bid `number` stands in slot `number % 20`. Slots not used yet are missing, or hold the number 0. */
  readonly bids: Iterable<ShownBid | undefined>;
};

/** Copies the room's state, which Colyseus changes in place, into a view that never changes. */
export function snapshot(state: RoomState): AuctionView {
  return Object.freeze({
    auctionId: state.auctionId,
    title: state.title,
    phase: state.phase as Phase,
    pricePoints: state.pricePoints,
    minimumPoints: state.minimumPoints,
    leaderAlias: state.leaderAlias || null,
    bidCount: state.bidCount,
    watcherCount: state.watcherCount,
    startsAtMs: state.startsAtMs,
    endsAtMs: state.endsAtMs,
    reserve: state.reserve as ReserveStanding,
    buyNowPoints: state.buyNowPoints || null,
    ending: (state.ending || null) as AuctionView['ending'],
    bids: shownBids(state.bids),
  });
}

/** Unrolls the ring: oldest first. */
function shownBids(ring: RoomState['bids']): readonly ShownBid[] {
  const bids: ShownBid[] = [];
  for (const slot of ring) {
    if (slot === undefined || slot.number < 1) continue;
    const { number, alias, pricePoints, atMs } = slot;
    bids.push(Object.freeze({ number, alias, pricePoints, atMs }));
  }
  return Object.freeze(bids.sort((a, b) => a.number - b.number));
}
