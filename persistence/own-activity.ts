import { type Kysely, sql } from 'kysely';
import type { UserId } from '../auction/auction.ts';
import type { BidKind } from '../auction/commands.ts';
import type { RefusalCode } from '../auction/refusals.ts';
import { type LogKey, type PageOf, pageOf, type TimeKey } from './cursor.ts';
import { instantAt, microsOf } from './instants.ts';
import type { DB } from './schema.ts';

/** One attempt of one's own, accepted or refused. */
export type OwnBid = {
  readonly auctionId: string;
  readonly bidId: string;
  readonly kind: BidKind;
  readonly points: number;
  readonly outcome: 'accepted' | RefusalCode;
  /** Whether it led once it was decided. */
  readonly leading: boolean;
  readonly pricePoints: number;
  readonly at: Date;
};

export type Win = {
  readonly auctionId: string;
  readonly title: string;
  readonly pricePoints: number;
  readonly at: Date;
};

/** Newest first, over all auctions. */
export async function bidsOf(
  db: Kysely<DB>,
  bidderId: UserId,
  { after, limit }: { readonly after: LogKey | undefined; readonly limit: number },
): Promise<PageOf<OwnBid>> {
  let query = db
    .selectFrom('bid')
    .select(['auction_id', 'seq', 'bid_id', 'kind', 'points', 'outcome', 'took_lead', 'price', 'at'])
    .select(microsOf('at').as('micros'))
    .where('bidder_id', '=', bidderId)
    .orderBy('at', 'desc')
    .orderBy('auction_id', 'desc')
    .orderBy('seq', 'desc')
    .limit(limit + 1);
  if (after !== undefined) {
    const [micros, auctionId, seq] = after;
    query = query.where(
      sql<boolean>`(at, auction_id, seq) < (${instantAt(micros)}, ${auctionId}::uuid, ${seq}::bigint)`,
    );
  }
  return pageOf(
    await query.execute(),
    limit,
    (row) => [row.micros, row.auction_id, row.seq],
    (row) => ({
      auctionId: row.auction_id,
      bidId: row.bid_id,
      // Checked by the table, and written from these types alone.
      kind: row.kind as BidKind,
      points: row.points,
      outcome: row.outcome as OwnBid['outcome'],
      leading: row.took_lead,
      pricePoints: row.price,
      at: row.at,
    }),
  );
}

/** Auctions won, the latest first. */
export async function winsOf(
  db: Kysely<DB>,
  winnerId: UserId,
  { after, limit }: { readonly after: TimeKey | undefined; readonly limit: number },
): Promise<PageOf<Win>> {
  let query = db
    .selectFrom('auction')
    .select(['id', 'title', 'price', 'closed_at', microsOf('closed_at').as('micros')])
    .where('winner_id', '=', winnerId)
    .orderBy('closed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (after !== undefined) {
    query = query.where(sql<boolean>`(closed_at, id) < (${instantAt(after[0])}, ${after[1]}::uuid)`);
  }
  return pageOf(
    await query.execute(),
    limit,
    (row) => [row.micros, row.id],
    (row) => ({
      auctionId: row.id,
      title: row.title,
      pricePoints: row.price,
      // An auction with a winner has an end; the table checks it.
      at: row.closed_at as Date,
    }),
  );
}
