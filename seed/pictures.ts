import sharp from 'sharp';
import { folderStore } from '../persistence/images/folder-store.ts';
import { IMAGE_SIZES } from '../persistence/images/paths.ts';
import { putImage, type SizedImage } from '../persistence/images/uploads.ts';
import type { SeededImage } from './images.ts';

/** Puts the files of seeded images where a server with this `IMAGE_FOLDER` looks for them. */
export async function writePictures(folder: string, images: readonly SeededImage[]): Promise<void> {
  const store = folderStore(folder);
  for (const [number, image] of images.entries())
    await putImage(store, image.id, await painted(image, number));
}

/** Flat colours, a little different for each: a picture to tell apart, not to look at. */
async function painted({ width, height }: SeededImage, number: number): Promise<SizedImage> {
  const hue = (number * 47) % 360;
  const drawing = sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
      <defs><linearGradient id="sky" x2="0" y2="1">
        <stop offset="0" stop-color="hsl(${hue}, 45%, 80%)"/><stop offset="1" stop-color="hsl(${hue + 50}, 45%, 55%)"/>
      </linearGradient></defs>
      <rect width="100%" height="100%" fill="url(#sky)"/>
      <circle cx="${width * (0.3 + (number % 5) / 10)}" cy="${height * 0.55}" r="${height * 0.25}" fill="hsl(${hue + 180}, 40%, 45%)"/>
    </svg>`),
  );
  const sized = (side: number) =>
    drawing.clone().resize({ width: side, height: side, fit: 'inside' }).webp({ effort: 0 }).toBuffer();
  const files = {
    thumbnail: await sized(IMAGE_SIZES.thumbnail),
    card: await sized(IMAGE_SIZES.card),
    full: await sized(IMAGE_SIZES.full),
  };
  return { width, height, files };
}
