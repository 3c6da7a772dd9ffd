import type { Kysely } from 'kysely';
import type { AuctionId, UserId } from '../../auction/auction.ts';
import type { DB } from '../schema.ts';

/** Whether all of these are finished uploads of this person. Holds them until the transaction ends: whoever removes one must wait. */
export async function areOwnImages(
  db: Kysely<DB>,
  ownerId: UserId,
  ids: readonly string[],
): Promise<boolean> {
  if (ids.length === 0) return true;
  const own = await db
    .selectFrom('image')
    .select('id')
    .where('owner_id', '=', ownerId)
    .where('id', 'in', ids)
    .where('ready', '=', true)
    // The order in which everybody locks several.
    .orderBy('id')
    .forShare()
    .execute();
  return own.length === new Set(ids).size;
}

/** Shows images on an auction that shows none, in this order. One and the same image may be shown on several. */
export async function showImages(
  db: Kysely<DB>,
  auctionId: AuctionId,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .insertInto('auction_image')
    .values(ids.map((image_id, position) => ({ auction_id: auctionId, position, image_id })))
    .execute();
}
