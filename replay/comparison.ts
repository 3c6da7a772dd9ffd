import type { RecordedAuction } from './recording.ts';
import type { Reserves } from './reserves.ts';
import type { Result } from './results.ts';

/** One auction here beside what really happened. */
export type Comparison = {
  readonly recorded: RecordedAuction;
  readonly result: Result;
  /** Sold, and for exactly the price it really ended at. */
  readonly exact: boolean;
  /** Who entered the highest maximum, the earlier one on a tie; null when it did not reach the opening price or the reserve. */
  readonly highestBidder: number | null;
  readonly winnerRight: boolean;
};

export function compared(
  auctions: readonly RecordedAuction[],
  results: readonly Result[],
  reserves: Reserves,
): Comparison[] {
  const byAuction = new Map(results.map((result) => [result.auction, result]));
  return auctions.flatMap((recorded) => {
    const result = byAuction.get(recorded.auction);
    if (result === undefined) return [];
    const highestBidder = highest(recorded, reserves.get(recorded.auction) ?? 0);
    const exact = result.winner !== null && result.finalCents === recorded.finalCents;
    return [{ recorded, result, exact, highestBidder, winnerRight: result.winner === highestBidder }];
  });
}

function highest({ bids, openingCents }: RecordedAuction, reserveCents: number): number | null {
  let [best] = bids;
  for (const bid of bids) if (best !== undefined && bid.cents > best.cents) best = bid;
  return best !== undefined && best.cents >= Math.max(openingCents, reserveCents) ? best.bidder : null;
}
