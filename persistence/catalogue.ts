import { type Kysely, sql } from 'kysely';
import type { Auction, AuctionId, UserId } from '../auction/auction.ts';
import { type AuctionRow, auctionFromRow } from './auction-rows.ts';
import { type NumberKey, type PageOf, pageOf, type TimeKey } from './cursor.ts';
import { instantAt, microsOf } from './instants.ts';
import type { DB } from './schema.ts';

/** An auction and what the rules do not need to know about it. */
export type StoredAuction = {
  readonly auction: Auction;
  readonly title: string;
  readonly description: string;
  readonly listedAt: Date;
};

export type StoredBid = {
  readonly seq: number;
  readonly bidderId: UserId;
  readonly pricePoints: number;
  readonly at: Date;
};

type PageAfter<Key> = { readonly after: Key | undefined; readonly limit: number };

export async function auctionById(db: Kysely<DB>, id: AuctionId): Promise<StoredAuction | undefined> {
  const row = await db.selectFrom('auction').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : storedAuction(row);
}

/** Newest first, of everybody or of one seller. */
export async function newestAuctions(
  db: Kysely<DB>,
  { after, limit, sellerId }: PageAfter<TimeKey> & { readonly sellerId?: UserId },
): Promise<PageOf<StoredAuction>> {
  let query = db
    .selectFrom('auction')
    .selectAll()
    .select(microsOf('listed_at').as('micros'))
    .orderBy('listed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (sellerId !== undefined) query = query.where('seller_id', '=', sellerId);
  if (after !== undefined) {
    query = query.where(sql<boolean>`(listed_at, id) < (${instantAt(after[0])}, ${after[1]}::uuid)`);
  }
  return pageOf(await query.execute(), limit, (row) => [row.micros, row.id], storedAuction);
}

/** What everybody may see of an auction's log: accepted bids, newest first. */
export async function acceptedBids(
  db: Kysely<DB>,
  auctionId: AuctionId,
  { after, limit }: PageAfter<NumberKey>,
): Promise<PageOf<StoredBid>> {
  let query = db
    .selectFrom('bid')
    .select(['seq', 'bidder_id as bidderId', 'price as pricePoints', 'at'])
    .where('auction_id', '=', auctionId)
    .where('outcome', '=', 'accepted')
    .orderBy('seq', 'desc')
    .limit(limit + 1);
  if (after !== undefined) query = query.where('seq', '<', Number(after[0]));
  return pageOf(
    await query.execute(),
    limit,
    (row) => [row.seq],
    (row) => row,
  );
}

export function storedAuction(row: AuctionRow): StoredAuction {
  const { title, description, listed_at: listedAt } = row;
  return { auction: auctionFromRow(row), title, description, listedAt };
}
