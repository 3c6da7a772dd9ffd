import { isKept, type KeptEvent } from '../../auction/alerts.ts';
import type { AuctionId } from '../../auction/auction.ts';
import type { NumberedEvent } from '../../auction/feed.ts';
import type { Listeners } from './listeners.ts';

/** Who takes part hears of what comes, as the database has it by now. */
export function noteParts(events: readonly NumberedEvent[], listeners: Listeners): void {
  for (const { event } of events) {
    if (event.kind === 'listed') listeners.takesPart(event.sellerId, event.auctionId);
    if (event.kind === 'bid') listeners.takesPart(event.bidderId, event.auctionId);
  }
}

/** Auctions of which somebody connected may hear something in passing. */
export function moving(events: readonly NumberedEvent[], listeners: Listeners): Set<AuctionId> {
  const ids = events
    .filter(({ event }) => event.kind === 'bid' || event.kind === 'extended')
    .map(({ event }) => event.auctionId);
  return new Set(ids.filter((auctionId) => listeners.subscribersOf(auctionId).size > 0));
}

/** Positions of events that somebody connected may have an alert of. */
export function concerning(events: readonly NumberedEvent[], listeners: Listeners): number[] {
  const concerns = (event: KeptEvent) =>
    event.kind !== 'bid' || (event.outbidId !== null && listeners.of(event.outbidId) !== undefined);
  return events.flatMap(({ position, event }) => (isKept(event) && concerns(event) ? [position] : []));
}
