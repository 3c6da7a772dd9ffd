import type { BidMessage, RefusedBid } from '../auction/protocol.ts';
import { isTransient, REFUSALS, type RefusalCode } from '../auction/refusals.ts';

/** What the server would say, where the answer is certain from here. */
export function localRefusal(auctionId: string, bid: BidMessage, code: RefusalCode): RefusedBid {
  const { says } = REFUSALS[code];
  return {
    bidId: bid.bidId,
    auctionId,
    status: 'refused',
    code,
    message: says,
    transient: isTransient(code),
  };
}
