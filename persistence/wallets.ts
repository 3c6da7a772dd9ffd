import type { Kysely } from 'kysely';
import type { MovementKind } from '../auction/events.ts';
import { type NumberKey, type PageOf, pageOf } from './cursor.ts';
import type { DB } from './schema.ts';

/** Points that are free, and points held for auctions the owner leads. */
export type WalletBalance = { readonly available: number; readonly held: number };

/** One movement as its owner sees it; `auctionId` is null for charges. */
export type StoredTransfer = {
  readonly id: number;
  readonly kind: MovementKind;
  readonly points: number;
  readonly auctionId: string | null;
  readonly at: Date;
};

/** Every user has a wallet from the moment the account exists. */
export async function walletOf(db: Kysely<DB>, userId: string): Promise<WalletBalance> {
  return db
    .selectFrom('wallet')
    .select(['available', 'held'])
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
}

/** Newest first. Ids of one wallet rise in commit order, because its row is locked while they are given out. */
export async function transfersOf(
  db: Kysely<DB>,
  userId: string,
  { after, limit }: { readonly after: NumberKey | undefined; readonly limit: number },
): Promise<PageOf<StoredTransfer>> {
  const rows = await db
    .selectFrom('transfer')
    .select(['id', 'kind', 'points', 'auction_id as auctionId', 'at'])
    .where('user_id', '=', userId)
    .$if(after !== undefined, (query) => query.where('id', '<', Number(after?.[0])))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return pageOf(
    rows,
    limit,
    (row) => [row.id],
    (row) => row,
  );
}
