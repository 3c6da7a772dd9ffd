import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { folderStore } from '../../persistence/images/folder-store.ts';
import { IMAGE_SIZES, type ImageSize } from '../../persistence/images/paths.ts';
import { imageKey } from '../../persistence/images/store.ts';
import { imagesOf } from '../../seed/images.ts';
import { writePictures } from '../../seed/pictures.ts';

test('a picture lies in every size where a server looks for it, as large as its row says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ready-auction-pictures-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const images = imagesOf(1).slice(0, 3);
  await writePictures(folder, images);
  for (const { id, width, height } of images) {
    for (const [size, side] of Object.entries(IMAGE_SIZES)) {
      const bytes = await folderStore(folder).get(imageKey(id, size as ImageSize));
      const found = await sharp(bytes).metadata();
      expect(found.format).toBe('webp');
      expect(Math.max(found.width, found.height)).toBe(side);
      if (size === 'full') expect(found).toMatchObject({ width, height });
    }
  }
});
