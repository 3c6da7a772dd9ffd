import type { AuctionId } from '../auction/auction.ts';
import type { BidOutcome, RefusedBid } from '../auction/protocol.ts';
import { isTransient, REFUSALS, type RefusalCode } from '../auction/refusals.ts';
import type { Answer } from '../auction/settlement.ts';

/** What a bidder is told about a settled bid. The same record always makes the same outcome. */
export function outcomeOf(answer: Answer, bidId: string, auctionId: AuctionId): BidOutcome {
  if (answer.kind === 'stale') return refusedBid('room_moved', bidId, auctionId);
  if (answer.kind === 'refused') return refusedBid(answer.code, bidId, auctionId);
  if (answer.kind === 'done') throw new Error('a bid was answered like a command');

  const { outcome, leading, pricePoints, minimumPoints, atMs } = answer.record;
  if (outcome === 'accepted') {
    return { bidId, auctionId, status: 'accepted', leading, pricePoints, minimumPoints, atMs };
  }
  return { ...refusedBid(outcome, bidId, auctionId), pricePoints, minimumPoints };
}

export function refusedBid(code: RefusalCode, bidId: string, auctionId: AuctionId): RefusedBid {
  return {
    bidId,
    auctionId,
    status: 'refused',
    code,
    message: REFUSALS[code].says,
    transient: isTransient(code),
  };
}
