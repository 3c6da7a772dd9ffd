import type { BidName } from '../../rooms/ports.ts';
import type { Observers } from '../observers.ts';
import { TRACING_LIMITS } from './limits.ts';
import { readTraceparent, SPAN_KIND, type SpanContext } from './span.ts';
import type { Tracer } from './tracer.ts';

type FollowedBid = {
  readonly context: SpanContext;
  readonly parentSpanId: string | undefined;
  readonly arrivedMs: number;
  /** The settlements it was in. */
  readonly settlements: SpanContext[];
  /** It waits since then. */
  waitsSinceMs: number;
};

/**
 * The life of bids: one span from the arrival at the desk to the answer, in it one for each wait in the mailbox, and beside them one for each
 * settlement, which belongs to all its bids: it links to them, and they to it.
 */
export function traceBids(observers: Observers, tracer: Tracer): void {
  if (!tracer.isOn) return;
  const followed = new Map<string, FollowedBid>();
  const keyOf = ({ auctionId, bidId }: BidName) => `${auctionId} ${bidId}`;

  observers.watch({
    arrived: (bid) => {
      const key = keyOf(bid);
      // The same bid sent twice at once is followed once.
      if (followed.size >= TRACING_LIMITS.bids || followed.has(key)) return;
      const parent = readTraceparent(bid.cause?.traceparent);
      if (!tracer.samples(parent)) return;
      const context = tracer.childOf(parent, true);
      const arrivedMs = performance.now();
      const place = { context, parentSpanId: parent?.spanId };
      followed.set(key, { ...place, arrivedMs, settlements: [], waitsSinceMs: arrivedMs });
    },

    settled: ({ batch, bids, letters, auctions, tookMs, committed }) => {
      const inIt = bids.flatMap((bid) => followed.get(keyOf(bid)) ?? []);
      if (inIt.length === 0) return;
      const endedMs = performance.now();
      const beganMs = endedMs - tookMs;
      const context = tracer.childOf(undefined, true);
      for (const bid of inIt) {
        tracer.add({
          context: tracer.childOf(bid.context, true),
          parentSpanId: bid.context.spanId,
          name: 'wait in the mailbox',
          kind: SPAN_KIND.internal,
          beganMs: bid.waitsSinceMs,
          endedMs: Math.max(beganMs, bid.waitsSinceMs),
          attributes: {},
          links: [],
          hasFailed: false,
        });
        bid.settlements.push(context);
        bid.waitsSinceMs = endedMs;
      }
      tracer.add({
        context,
        parentSpanId: undefined,
        name: 'settlement',
        kind: SPAN_KIND.internal,
        beganMs,
        endedMs,
        attributes: { 'settlement.batch': batch, letters, auctions, committed },
        links: inIt.map((bid) => bid.context),
        hasFailed: !committed,
      });
    },

    answered: (bid) => {
      const key = keyOf(bid);
      const place = followed.get(key);
      if (place === undefined) return;
      followed.delete(key);
      tracer.add({
        context: place.context,
        parentSpanId: place.parentSpanId,
        name: 'bid',
        kind: SPAN_KIND.internal,
        beganMs: place.arrivedMs,
        endedMs: performance.now(),
        attributes: { 'auction.id': bid.auctionId, 'bid.id': bid.bidId, 'bid.outcome': bid.outcome },
        links: place.settlements,
        hasFailed: bid.outcome === 'unavailable' || bid.outcome === 'mailbox_full',
      });
    },
  });
}
