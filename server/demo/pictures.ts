import { createHash } from 'node:crypto';
import type { UserId } from '../../auction/auction.ts';
import { keepImage, readyAmong } from '../../persistence/images/standing.ts';
import { illustrate } from '../../persistence/listings.ts';
import type { StoredAuction } from '../../persistence/stored-auctions.ts';
import { drawnImage } from '../images/sizing.ts';
import type { Parts } from '../parts.ts';
import { drawingOf } from './drawings.ts';
import { DEMO_ITEMS } from './items.ts';

/** Another number makes other images: what lies under an address is kept for ever. */
const EDITION = 1;

/** An item has one and the same picture however often it is listed, and so its picture one id: a UUID made of its title. */
export function pictureIdOf(sellerId: UserId, title: string): string {
  const hash = createHash('sha256').update(`${EDITION} ${sellerId} ${title}`).digest('hex');
  const parts = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `8${hash.slice(17, 20)}`];
  return [...parts, hash.slice(20, 32)].join('-');
}

type Needs = Pick<Parts, 'database' | 'imageStore'>;

/** Paints what is not painted yet, and hangs it on what is on offer without. Takes a second or two the first time. */
export async function paintPictures(
  { database: { db }, imageStore }: Needs,
  sellerId: UserId,
  open: readonly StoredAuction[],
  goOn: () => boolean = () => true,
): Promise<void> {
  const idOf = ({ title }: { title: string }) => pictureIdOf(sellerId, title);
  const painted = await readyAmong(db, DEMO_ITEMS.map(idOf));
  for (const item of DEMO_ITEMS) {
    if (!goOn()) return;
    const id = idOf(item);
    if (!painted.has(id))
      await keepImage(db, imageStore, { id, ownerId: sellerId }, await drawnImage(drawingOf(item.title)));
    for (const { auction, title, images } of open) {
      if (title === item.title && images.length === 0) await illustrate(db, auction.id, [id]);
    }
  }
}
