import { type Kysely, sql } from 'kysely';
import type { Auction, AuctionId, UserId } from '../auction/auction.ts';
import type { Category } from '../auction/categories.ts';
import { type AuctionRow, auctionFromRow } from './auction-rows.ts';
import { WATCHED_FOR_MS } from './catalogue/card-text.ts';
import { type NumberKey, type PageOf, pageOf, type TimeKey } from './cursor.ts';
import { instantAt, microsOf } from './instants.ts';
import type { DB } from './schema.ts';

export type StoredImage = { readonly id: string; readonly width: number; readonly height: number };

/** An auction and what the rules do not need to know about it. */
export type StoredAuction = {
  readonly auction: Auction;
  readonly title: string;
  readonly description: string;
  readonly category: Category;
  readonly images: readonly StoredImage[];
  readonly sellerName: string;
  readonly likes: number;
  readonly watchers: number;
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
  const row = await everything(db).where('auction.id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : storedAuction(row);
}

/** Newest first, of one seller. */
export async function auctionsOf(
  db: Kysely<DB>,
  sellerId: UserId,
  { after, limit }: PageAfter<TimeKey>,
): Promise<PageOf<StoredAuction>> {
  let query = everything(db)
    .select(microsOf('auction.listed_at').as('micros'))
    .where('auction.seller_id', '=', sellerId)
    .orderBy('auction.listed_at', 'desc')
    .orderBy('auction.id', 'desc')
    .limit(limit + 1);
  if (after !== undefined) {
    query = query.where(
      sql<boolean>`(auction.listed_at, auction.id) < (${instantAt(after[0])}, ${after[1]}::uuid)`,
    );
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

/** An auction with its pictures, its seller's name, and what the catalogue counts. */
function everything(db: Kysely<DB>) {
  return db
    .selectFrom('auction')
    .innerJoin('user as seller', 'seller.id', 'auction.seller_id')
    .leftJoin('catalogue', 'catalogue.auction_id', 'auction.id')
    .selectAll('auction')
    .select([
      'seller.name as seller_name',
      sql<number>`coalesce(catalogue.likes, 0)`.as('likes'),
      sql<number>`case when catalogue.watched_at_ms > extract(epoch from now()) * 1000 - ${WATCHED_FOR_MS}
        then catalogue.watchers else 0 end`.as('watchers'),
      sql<StoredImage[]>`coalesce((
        select json_agg(json_build_object('id', image.id, 'width', image.width, 'height', image.height) order by shown.position)
        from auction_image shown join image on image.id = shown.image_id where shown.auction_id = auction.id), '[]')`.as(
        'images',
      ),
    ]);
}

type StoredRow = AuctionRow & {
  readonly seller_name: string;
  readonly likes: number;
  readonly watchers: number;
  readonly images: StoredImage[];
};

function storedAuction(row: StoredRow): StoredAuction {
  const { title, description, category, images, likes, watchers, listed_at: listedAt } = row;
  const auction = auctionFromRow(row);
  return {
    auction,
    title,
    description,
    category,
    images,
    sellerName: row.seller_name,
    likes,
    watchers,
    listedAt,
  };
}
