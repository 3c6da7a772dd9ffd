import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Made, Recipe } from './house.ts';
import { LIMITS } from './limits.ts';

/** Makes a house in a thread of its own, so that rows are made while the database takes in those before. */
export async function* madeApart(recipe: Recipe): AsyncGenerator<Made> {
  const worker = new Worker(new URL('./workshop-thread.ts', import.meta.url), {
    workerData: recipe,
    resourceLimits: { maxYoungGenerationSizeMb: LIMITS.youngMegabytes },
  });
  let last: Made | undefined;
  try {
    for await (const [made] of on(worker, 'message', { close: ['exit'] }) as AsyncIterable<[Made]>) {
      last = made;
      yield made;
      if (made.blocks.length > 0) worker.postMessage(made.blocks.length);
    }
    // A part of a house must not be taken for one.
    if (last?.stretch !== 'auctions' || last.done < last.of)
      throw new Error('the thread that makes it ended');
  } finally {
    await worker.terminate();
  }
}
