import { type Auction, listed } from './auction.ts';
import type { AuctionEvent } from './events.ts';

/** The next state after one event. Knows no rules: whatever `decide` said has happened. */
export function evolve(auction: Auction, event: AuctionEvent): Auction {
  switch (event.kind) {
    case 'bid_accepted':
      return {
        ...auction,
        pricePoints: event.pricePoints,
        leader: event.leader,
        acceptedBids: auction.acceptedBids + 1,
      };
    case 'extended':
      return { ...auction, endsAtMs: event.endsAtMs };
    case 'closed':
      return { ...auction, ending: event.ending };
    case 'edited':
      return listed(auction.id, auction.sellerId, event.terms);
    case 'withdrawn':
      return auction;
    default:
      return event satisfies never;
  }
}
