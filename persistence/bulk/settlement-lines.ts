import type { BidRecord, TransferRecord } from '../../auction/records.ts';
import { copyLine, copyTime } from './copy-text.ts';
import type { SeededPerson } from './people-lines.ts';

/** A decided bid as a settlement logs it. */
export function bidLine(bid: BidRecord, bidder: SeededPerson): string {
  return copyLine([
    bid.auctionId,
    bid.seq,
    bid.epoch,
    bid.bidderId,
    bid.bidId,
    bid.kind,
    bid.points,
    copyTime(bid.atMs),
    bid.outcome,
    bid.leading ? 't' : 'f',
    bid.pricePoints,
    bid.minimumPoints,
    bid.availablePoints,
    ageAt(bidder.birthDate, bid.atMs),
    bidder.gender,
  ]);
}

export const transferLine = (
  { userId, kind, points, auctionId, seq }: TransferRecord,
  atMs: number,
): string => copyLine([userId, kind, points, auctionId, seq, copyTime(atMs)]);

/** Whole years, as `age` counts them in UTC. */
function ageAt(birthDate: string, atMs: number): number {
  const today = copyTime(atMs);
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5, 10) < birthDate.slice(5) ? years - 1 : years;
}
