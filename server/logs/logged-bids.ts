import type { Observers } from '../observers.ts';
import type { Log } from './log.ts';

/**
 * Tells at level debug what becomes of each bid, one line per step: it arrived, it was settled with others, it was answered. All of them name
 * the bid, and the first the request it came with.
 */
export function logBids(observers: Observers, log: Log): void {
  // Not even looked at otherwise: there are thousands in a second.
  if (log.level !== 'debug' && log.level !== 'trace') return;
  observers.watch({
    arrived: ({ auctionId, bidId, cause }) =>
      log.debug({ auctionId, bidId, requestId: cause?.requestId }, 'a bid arrived'),
    settled: ({ bids, ...batch }) =>
      log.debug({ ...batch, bidIds: bids.map(({ bidId }) => bidId) }, 'letters were settled'),
    answered: (bid) => log.debug(bid, 'a bid was answered'),
  });
}
