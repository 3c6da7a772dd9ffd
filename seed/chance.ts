import type { Random } from './random.ts';

/** A whole number from `least` up to and including `most`. */
export const wholeNumber = (random: Random, least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1));

/** Any of them, each as likely. */
export function anyOf<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T;
}

/** Around 0, mostly within 1 (Box and Muller). */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Long-tailed: half of them below the median, few many times as large. */
export const longTailed = (random: Random, median: number, spread: number): number =>
  median * Math.exp(spread * normal(random));

/** Picks by weight: a place in the running sum of all weights. */
export class Weighted<T> {
  readonly #items: readonly T[];
  readonly #sums: Float64Array;
  readonly #total: number;

  constructor(items: readonly T[], weightOf: (item: T, index: number) => number) {
    this.#items = items;
    this.#sums = new Float64Array(items.length);
    let total = 0;
    for (const [index, item] of items.entries()) {
      total += weightOf(item, index);
      this.#sums[index] = total;
    }
    this.#total = total;
  }

  pick(random: Random): T {
    const wanted = random() * this.#total;
    let [low, high] = [0, this.#items.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#sums[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    return this.#items[low] as T;
  }
}

/** The first is picked most often, the last several times less. */
export const byRank = <T>(items: readonly T[], flatness = 3): Weighted<T> =>
  new Weighted(items, (_, rank) => 1 / (rank + flatness));
