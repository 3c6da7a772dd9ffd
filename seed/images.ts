import { CATEGORY_IDS, type Category } from '../auction/categories.ts';
import type { StoredImage } from '../persistence/stored-auctions.ts';
import { anyOf, Weighted, wholeNumber } from './chance.ts';
import { LIMITS } from './limits.ts';
import { idsFor, type Random, randomPer } from './random.ts';

export type SeededImage = StoredImage & { readonly category: Category };

/** Longest side, and how the sides are to each other. */
const FULL_SIDE = 1_600;
const FORMATS = [
  [4, 3],
  [3, 4],
  [1, 1],
  [16, 9],
] as const;

const counts = new Weighted([0, 1, 2, 3], (count) => [0.15, 0.4, 0.27, 0.18][count] ?? 0);

/** A few images for each category, shown on many auctions each: a house of files of its own would fill disks with noise. */
export function imagesOf(seed: number): SeededImage[] {
  const idOf = idsFor(seed, 'image');
  const randomOf = randomPer(seed, 'image');
  return CATEGORY_IDS.flatMap((category, nth) =>
    Array.from({ length: LIMITS.imagesPerCategory }, (_, place) => {
      const index = nth * LIMITS.imagesPerCategory + place;
      const [across, down] = anyOf(randomOf(index), FORMATS);
      const scale = FULL_SIDE / Math.max(across, down);
      return {
        id: idOf(index),
        category,
        width: Math.round(across * scale),
        height: Math.round(down * scale),
      };
    }),
  );
}

/** None to three different images of the item's category. */
export function shownOf(random: Random, ofCategory: readonly SeededImage[]): SeededImage[] {
  const wanted = Math.min(counts.pick(random), LIMITS.imagesPerAuction, ofCategory.length);
  const first = wholeNumber(random, 0, ofCategory.length - 1);
  return Array.from({ length: wanted }, (_, nth) => ofCategory[(first + nth * 7) % ofCategory.length]).filter(
    (image) => image !== undefined,
  );
}
