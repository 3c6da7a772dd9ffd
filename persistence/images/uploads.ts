import { type Kysely, sql } from 'kysely';
import type { UserId } from '../../auction/auction.ts';
import type { DB } from '../schema.ts';
import { IMAGE_STORE_LIMITS } from './limits.ts';
import { IMAGE_SIZES, type ImageSize } from './paths.ts';
import { type ImageStore, imageKey } from './store.ts';

/** An image in all its sizes, WebP each; width and height are those of the full one. */
export type SizedImage = {
  readonly width: number;
  readonly height: number;
  readonly files: Readonly<Record<ImageSize, Uint8Array>>;
};

export const SIZES = Object.keys(IMAGE_SIZES) as ImageSize[];

export type NewImage = {
  readonly id: string;
  readonly ownerId: UserId;
  readonly width: number;
  readonly height: number;
};

/**
 * Makes the row of an image that is not ready, which comes before any of its files: whatever dies then, the cleaner knows where to look.
 * False: this person has too many images already that no auction shows.
 */
export function beginImage(db: Kysely<DB>, { id, ownerId, width, height }: NewImage): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    // Two uploads of one person count one after the other.
    await sql`select from "user" where id = ${ownerId} for no key update`.execute(transaction);
    const { rows } = await sql<{ unshown: number }>`
      select count(*)::int as unshown from image
      where owner_id = ${ownerId} and not exists (select from auction_image where image_id = image.id)`.execute(
      transaction,
    );
    if ((rows[0]?.unshown ?? 0) >= IMAGE_STORE_LIMITS.unshown) return false;
    await transaction.insertInto('image').values({ id, owner_id: ownerId, width, height }).execute();
    return true;
  });
}

/** Either all of its files are there, or this throws; then none is on its way any more, so that they can be removed. */
export async function putImage(store: ImageStore, id: string, { files }: SizedImage): Promise<void> {
  const put = await Promise.allSettled(SIZES.map((size) => store.put(imageKey(id, size), files[size])));
  for (const each of put) if (each.status === 'rejected') throw each.reason;
}

/** From here on they may be shown: all of them, or this throws and none may. */
export async function finishImages(db: Kysely<DB>, ids: readonly string[]): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const finished = await transaction
      .updateTable('image')
      .set({ ready: true })
      .where('id', 'in', ids)
      .returning('id')
      .execute();
    if (finished.length !== ids.length) throw new Error('an image was removed while it was being uploaded');
  });
}
