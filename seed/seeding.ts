import { type BulkResult, bulkLoad } from '../persistence/bulk/bulk-load.ts';
import type { BulkBlock } from '../persistence/bulk/bulk-tables.ts';
import type { Recipe } from './house.ts';
import { imagesOf, type SeededImage } from './images.ts';
import { personIds } from './people.ts';
import { madeApart } from './workshop.ts';

export type Seeding = {
  readonly recipe: Recipe;
  readonly url: string;
  readonly more: boolean;
  /** How far what is called `step` is. */
  readonly show: (step: string, done: number, of: number) => void;
  /**
   * Puts the files of these images, all three sizes, into the image store, before the commit that says they are there. Without it the
   * rows only refer to where they would be.
   */
  readonly writeImages?: (images: readonly SeededImage[]) => Promise<void>;
};

/** Makes a house and loads it, at the same time. */
export async function seedHouse({ recipe, url, more, show, writeImages }: Seeding): Promise<BulkResult> {
  show('checking the database', 0, 1);
  return bulkLoad({
    url,
    more,
    firstUserId: personIds(recipe.seed)(0),
    blocks: blocks(),
    watcher: {
      building: (done, of) => show('indices and keys', done, of),
      tidying: (done, of) => show('vacuum', done, of),
    },
  });

  async function* blocks(): AsyncGenerator<BulkBlock> {
    for await (const made of madeApart(recipe)) {
      yield* made.blocks;
      show(made.stretch, made.done, made.of);
    }
    if (writeImages === undefined) return;
    show('images', 0, 1);
    await writeImages(imagesOf(recipe.seed));
  }
}
