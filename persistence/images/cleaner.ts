import { type Kysely, sql } from 'kysely';
import type { DB } from '../schema.ts';
import { IMAGE_STORE_LIMITS } from './limits.ts';
import { removeImages } from './removal.ts';
import type { ImageStore } from './store.ts';

type Log = { warn(details: object, message: string): void };

/**
 * Removes what processes that died have left, and uploads that nobody showed in time. Looks at all images along the primary key, some
 * hundred rows at a time. Returns how many it removed.
 */
export async function cleanImages(
  db: Kysely<DB>,
  store: ImageStore,
  goOn: () => boolean = () => true,
): Promise<number> {
  let removed = 0;
  let after: string | null = '00000000-0000-0000-0000-000000000000';
  while (after !== null && goOn()) {
    const { ids, last } = await lookAt(db, after);
    removed += (await removeImages(db, store, ids)).length;
    after = last;
  }
  return removed;
}

/** What to remove among the next images, and where to go on; null at the end. */
async function lookAt(db: Kysely<DB>, after: string): Promise<{ ids: string[]; last: string | null }> {
  const { cleanRows, unreadyForMs, unshownForMs } = IMAGE_STORE_LIMITS;
  const { rows } = await sql<{ id: string; due: boolean }>`
    select id, uploaded_at < now() - case when ready then ${unshownForMs}::int else ${unreadyForMs}::int end * interval '1 ms'
      and not exists (select from auction_image where image_id = image.id) as due
    from image where id > ${after}::uuid order by id limit ${cleanRows}`.execute(db);
  const last = rows.length < cleanRows ? undefined : rows.at(-1);
  return { ids: rows.flatMap(({ id, due }) => (due ? id : [])), last: last?.id ?? null };
}

export type ImageCleaner = {
  /** Waits for what is being removed just now. */
  stop(): Promise<void>;
};

/** Every node cleans: whatever they remove twice is gone all the same. */
export function startImageCleaner(db: Kysely<DB>, store: ImageStore, log: Log): ImageCleaner {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let cleaning: Promise<void> = Promise.resolve();

  const cleanIn = (ms: number) => {
    timer = setTimeout(() => {
      cleaning = cleanImages(db, store, () => !stopped)
        .then(() => undefined)
        .catch((error: unknown) => log.warn({ err: error }, 'images were not cleaned; trying again later'))
        .finally(() => {
          if (!stopped) cleanIn(IMAGE_STORE_LIMITS.cleanEveryMs);
        });
    }, ms);
  };
  cleanIn(IMAGE_STORE_LIMITS.cleanFirstMs);

  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      return cleaning;
    },
  };
}
