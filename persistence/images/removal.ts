import { type Kysely, sql } from 'kysely';
import type { UserId } from '../../auction/auction.ts';
import type { DB } from '../schema.ts';
import { IMAGE_STORE_LIMITS } from './limits.ts';
import { type ImageStore, imageKey } from './store.ts';
import { SIZES } from './uploads.ts';

/**
 * Removes those of these images that no auction shows: first nobody may show them any more, then the files go, then the rows. May be
 * repeated after dying anywhere, and be done by several at once. Returns the ids of what is gone.
 */
export async function removeImages(
  db: Kysely<DB>,
  store: ImageStore,
  ids: readonly string[],
): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const withdrawn = await withdraw(db, ids);
  const files = withdrawn.flatMap((id) => SIZES.map((size) => imageKey(id, size)));
  for (let at = 0; at < files.length; at += IMAGE_STORE_LIMITS.removalsAtOnce) {
    await Promise.all(
      files.slice(at, at + IMAGE_STORE_LIMITS.removalsAtOnce).map((key) => store.remove(key)),
    );
  }
  if (withdrawn.length > 0) await db.deleteFrom('image').where('id', 'in', withdrawn).execute();
  return withdrawn;
}

/** Whoever lists an item holds its images' rows meanwhile, so what is not shown once we have them will never be. */
function withdraw(db: Kysely<DB>, ids: readonly string[]): Promise<string[]> {
  return db.transaction().execute(async (transaction) => {
    await sql`select from image where id = any(${ids}::uuid[]) order by id for update`.execute(transaction);
    // A statement of its own: it sees what was committed while we waited for the rows.
    const { rows } = await sql<{ id: string }>`
      update image set ready = false
      where id = any(${ids}::uuid[]) and not exists (select from auction_image where image_id = image.id)
      returning id`.execute(transaction);
    return rows.map(({ id }) => id);
  });
}

/** Removes one's own image. One that is half removed already can be removed again. */
export async function removeOwnImage(
  db: Kysely<DB>,
  store: ImageStore,
  ownerId: UserId,
  id: string,
): Promise<'removed' | 'image_in_use' | 'no_such_image'> {
  const own = await db
    .selectFrom('image')
    .select('id')
    .where('id', '=', id)
    .where('owner_id', '=', ownerId)
    .executeTakeFirst();
  if (own === undefined) return 'no_such_image';
  const removed = await removeImages(db, store, [id]);
  return removed.length === 1 ? 'removed' : 'image_in_use';
}
