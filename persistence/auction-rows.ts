import type { Selectable } from 'kysely';
import type { Auction, Ending, Leader } from '../auction/auction.ts';
import type { Ladder } from '../auction/increments.ts';
import { points } from '../auction/points.ts';
import type { SoftClose, Terms } from '../auction/terms.ts';
import type { Auction as AuctionTable } from './schema.ts';

export type AuctionRow = Selectable<AuctionTable>;

/** The rules' state of one stored auction. */
export function auctionFromRow(row: AuctionRow): Auction {
  return {
    id: row.id,
    sellerId: row.seller_id,
    terms: termsFromRow(row),
    endsAtMs: row.ends_at.getTime(),
    pricePoints: points(row.price),
    leader: leaderFromRow(row),
    acceptedBids: row.accepted_bids,
    ending: endingFromRow(row),
  };
}

/** JSON columns are written by us alone, from values of these very types. */
function termsFromRow(row: AuctionRow): Terms {
  return {
    startPricePoints: points(row.start_price),
    reservePoints: row.reserve_price === null ? null : points(row.reserve_price),
    buyNowPoints: row.buy_now_price === null ? null : points(row.buy_now_price),
    ladder: row.ladder as unknown as Ladder,
    softClose: row.soft_close as unknown as SoftClose | null,
    feeBasisPoints: row.fee_basis_points,
    startsAtMs: row.starts_at.getTime(),
    plannedEndsAtMs: row.planned_ends_at.getTime(),
  };
}

function leaderFromRow({ leader_id, leader_maximum, leader_since }: AuctionRow): Leader | null {
  if (leader_id === null || leader_maximum === null || leader_since === null) return null;
  return { userId: leader_id, maximumPoints: points(leader_maximum), sinceMs: leader_since.getTime() };
}

function endingFromRow(row: AuctionRow): Ending | null {
  if (row.ending === null || row.closed_at === null) return null;
  const atMs = row.closed_at.getTime();
  switch (row.ending) {
    case 'sold':
      return { kind: 'sold', winnerId: row.winner_id as string, pricePoints: points(row.price), atMs };
    case 'unsold':
      return { kind: 'unsold', reason: row.unsold_reason ?? 'no_bids', atMs };
    case 'cancelled':
      return { kind: 'cancelled', atMs };
    default:
      return row.ending satisfies never;
  }
}
