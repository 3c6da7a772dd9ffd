import type { Kysely } from 'kysely';
import type { DB } from '../schema.ts';
import type { ImageStore } from './store.ts';
import { finishImages, type NewImage, putImage, type SizedImage } from './uploads.ts';

/** Which of these are there to be shown. */
export async function readyAmong(db: Kysely<DB>, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const ready = await db
    .selectFrom('image')
    .select('id')
    .where('id', 'in', ids)
    .where('ready', '=', true)
    .execute();
  return new Set(ready.map(({ id }) => id));
}

/** Keeps an image under an id that stands for its content: may be repeated after dying anywhere, and be done by several at once. */
export async function keepImage(
  db: Kysely<DB>,
  store: ImageStore,
  { id, ownerId }: Pick<NewImage, 'id' | 'ownerId'>,
  image: SizedImage,
): Promise<void> {
  const { width, height } = image;
  await db
    .insertInto('image')
    .values({ id, owner_id: ownerId, width, height })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  await putImage(store, id, image);
  await finishImages(db, [id]);
}
