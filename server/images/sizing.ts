import { availableParallelism } from 'node:os';
import sharp, { type Sharp } from 'sharp';
import { IMAGE_SIZES } from '../../persistence/images/paths.ts';
import type { SizedImage } from '../../persistence/images/uploads.ts';
import type { Content } from './content.ts';
import { IMAGE_LIMITS } from './limits.ts';

export type Sizing =
  | { readonly kind: 'sized'; readonly image: SizedImage }
  | { readonly kind: 'refused'; readonly code: 'not_an_image' | 'image_too_many_pixels' | 'unavailable' };

/** Images are made in other threads. One each, and a core for bids stays free. */
sharp.concurrency(1);
sharp.cache(false);
export const SIZINGS_AT_ONCE = Math.max(
  1,
  Math.min(availableParallelism() - 1, IMAGE_LIMITS.sizingsAtOnceMost),
);

const refused = (code: Extract<Sizing, { kind: 'refused' }>['code']): Sizing => ({ kind: 'refused', code });

/** Photographs look the same from about 80 on; `effort` 4 is where more time hardly saves bytes. */
const WEBP = { quality: 80, effort: 4 } as const;

/**
 * What somebody sent, in our sizes: upright, in sRGB, with nothing else of the file left. Only the first frame of an animation. What the
 * bytes say decides, twice: by how they begin, which is `content`, and by what the decoder finds.
 */
export async function sizedImage(bytes: Buffer, content: Content): Promise<Sizing> {
  try {
    const { format, compression, width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (width * height > IMAGE_LIMITS.pixels) return refused('image_too_many_pixels');
    const found = format === 'heif' && compression === 'av1' ? 'avif' : format;
    if (found !== content) return refused('not_an_image');
    const image = sharp(bytes, { limitInputPixels: IMAGE_LIMITS.pixels, failOn: 'error' });
    return { kind: 'sized', image: await inAllSizes(image) };
  } catch (error) {
    // It was whole enough so far, and the machine too busy.
    if (error instanceof Error && error.message.includes('timeout')) return refused('unavailable');
    return refused('not_an_image');
  }
}

/** A drawing of our own: SVG from anybody else may ask for files and for more than it looks. */
export const drawnImage = (svg: string): Promise<SizedImage> => inAllSizes(sharp(Buffer.from(svg)));

/** Decoded once: the smaller sizes are made of the largest. */
async function inAllSizes(image: Sharp): Promise<SizedImage> {
  const { data, info } = await shrunk(image.autoOrient(), IMAGE_SIZES.full)
    .toColourspace('srgb')
    .timeout({ seconds: IMAGE_LIMITS.sizingSeconds })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const full = sharp(data, { raw: { width, height, channels } });
  // One after the other, in one thread.
  const card = await shrunk(full.clone(), IMAGE_SIZES.card).webp(WEBP).toBuffer();
  const thumbnail = await shrunk(full.clone(), IMAGE_SIZES.thumbnail).webp(WEBP).toBuffer();
  return { width, height, files: { thumbnail, card, full: await full.webp(WEBP).toBuffer() } };
}

const shrunk = (image: Sharp, side: number): Sharp =>
  image.resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
