import type { Selectable } from 'kysely';
import type { BidKind } from '../auction/commands.ts';
import { points } from '../auction/points.ts';
import type { BidRecord } from '../auction/records.ts';
import type { RefusalCode } from '../auction/refusals.ts';
import type { Bid } from './schema.ts';

export type StoredBid = Omit<Selectable<Bid>, 'bidder_age' | 'bidder_gender'>;

/** A logged bid as the rules know it. Kinds and outcomes are written by us alone, from values of these very types. */
export function bidFromRow(row: StoredBid): BidRecord {
  return {
    auctionId: row.auction_id,
    seq: row.seq,
    epoch: row.epoch,
    bidderId: row.bidder_id,
    bidId: row.bid_id,
    kind: row.kind as BidKind,
    points: points(row.points),
    atMs: row.at.getTime(),
    outcome: row.outcome as 'accepted' | RefusalCode,
    leading: row.took_lead,
    pricePoints: points(row.price),
    minimumPoints: points(row.minimum),
    availablePoints: points(row.available),
  };
}
