import { randomUUID } from 'node:crypto';
import type { UserId } from '../../auction/auction.ts';
import { removeImages } from '../../persistence/images/removal.ts';
import { beginImage, finishImages, putImage } from '../../persistence/images/uploads.ts';
import type { StoredImage } from '../../persistence/stored-auctions.ts';
import type { Gate } from '../catalogue/gate.ts';
import type { Parts } from '../parts.ts';
import { contentOf } from './content.ts';
import type { SentFile } from './sent-files.ts';
import { type Sizing, sizedImage } from './sizing.ts';

type Code =
  | Extract<Sizing, { kind: 'refused' }>['code']
  | Extract<SentFile, { kind: 'refused' }>['code']
  | 'too_many_images'
  | 'unavailable';

export type Upload =
  | { readonly kind: 'stored'; readonly images: readonly StoredImage[] }
  | { readonly kind: 'refused'; readonly code: Code; readonly message?: string };

type Needs = Pick<Parts, 'database' | 'imageStore' | 'log'> & { readonly sizings: Gate };

/** Stores all of these files as images, in their order, or none: what was begun is taken back before this returns. */
export async function storeUpload(
  needs: Needs,
  ownerId: UserId,
  files: AsyncIterable<SentFile>,
): Promise<Upload> {
  const begun: string[] = [];
  const upload = await storeAll(needs, ownerId, files, begun).catch((error: unknown): Upload => {
    needs.log.warn({ err: error }, 'images could not be stored');
    return { kind: 'refused', code: 'unavailable' };
  });
  if (upload.kind === 'refused') await takeBack(needs, begun);
  return upload;
}

/** `begun` gets the ids before anything is done under them. */
async function storeAll(
  { database: { db }, imageStore, sizings }: Needs,
  ownerId: UserId,
  files: AsyncIterable<SentFile>,
  begun: string[],
): Promise<Upload> {
  const images: StoredImage[] = [];
  for await (const file of files) {
    if (file.kind === 'refused') return file;
    const content = contentOf(file.bytes);
    if (content === undefined) return { kind: 'refused', code: 'not_an_image' };
    const sizing = await sizings.through(() => sizedImage(file.bytes, content));
    if (sizing === undefined) return { kind: 'refused', code: 'unavailable' };
    if (sizing.kind === 'refused') return sizing;
    const { width, height } = sizing.image;
    const id = randomUUID();
    begun.push(id);
    if (!(await beginImage(db, { id, ownerId, width, height })))
      return { kind: 'refused', code: 'too_many_images' };
    await putImage(imageStore, id, sizing.image);
    images.push({ id, width, height });
  }
  if (images.length === 0)
    return { kind: 'refused', code: 'invalid_request', message: 'Send 1 to 10 files; there was none.' };
  await finishImages(db, begun);
  return { kind: 'stored', images };
}

async function takeBack({ database, imageStore, log }: Needs, ids: readonly string[]): Promise<void> {
  try {
    await removeImages(database.db, imageStore, ids);
  } catch (error) {
    log.warn({ err: error, images: ids.length }, 'an upload that failed is left to the cleaner');
  }
}
