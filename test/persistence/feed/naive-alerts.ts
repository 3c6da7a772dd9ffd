/** Who is to have which alert, told naively: one event after the other, everybody in a map. */
import type { FeedEvent } from '../../../auction/feed.ts';

type Reason = 'selling' | 'bidding' | 'asked';
export type Said = { readonly auctionId: string; readonly userId: string; readonly wanted: boolean };

const ENDS = {
  sold: { selling: 'sold', bidding: 'lost', asked: 'ended' },
  unsold: { selling: 'unsold', bidding: 'lost', asked: 'ended' },
  cancelled: { selling: 'cancelled', bidding: 'cancelled', asked: 'cancelled' },
} as const;

/** `position user kind` of each, the first event being at `from + 1`. */
export function naiveAlerts(from: number, events: readonly FeedEvent[], said: readonly Said[]): string[] {
  const subscribed = new Map<string, Map<string, { reason: Reason; wanted: boolean }>>();
  const of = (auctionId: string) => {
    const own = subscribed.get(auctionId) ?? new Map<string, { reason: Reason; wanted: boolean }>();
    subscribed.set(auctionId, own);
    return own;
  };
  const join = (auctionId: string, userId: string, reason: Reason) =>
    of(auctionId).set(userId, { reason, wanted: of(auctionId).get(userId)?.wanted ?? true });
  for (const { auctionId, userId, wanted } of said) of(auctionId).set(userId, { reason: 'asked', wanted });

  const alerts: string[] = [];
  for (const [index, event] of events.entries()) {
    const own = of(event.auctionId);
    const tell = (userId: string, kind: string) => {
      if (own.get(userId)?.wanted) alerts.push(`${from + 1 + index} ${userId} ${kind}`);
    };
    if (event.kind === 'listed') join(event.auctionId, event.sellerId, 'selling');
    if (event.kind === 'bid') {
      join(event.auctionId, event.bidderId, 'bidding');
      if (event.outbidId !== null) tell(event.outbidId, 'outbid');
    }
    if (event.kind === 'closed') {
      for (const [userId, { reason }] of own)
        tell(userId, userId === event.winnerId ? 'won' : ENDS[event.ending][reason]);
    }
  }
  return alerts.toSorted();
}
