import { Weighted, wholeNumber } from '../../../seed/chance.ts';
import type { Random } from '../../../seed/random.ts';
import type { Item } from './items.ts';
import type { Theme } from './themes.ts';

/** How often somebody looks again when what they came upon was not listed yet, or is over. */
const LOOKS = 5;

/** What can be come upon during a day: by theme, or of all, by appeal or by chance. */
export class Shelves {
  readonly #byTheme: readonly (Weighted<Item> | undefined)[];
  readonly #byAppeal: Weighted<Item> | undefined;
  readonly #all: readonly Item[];

  /** Of these, all of which are there at some time of the day. */
  constructor(items: readonly Item[], themes: readonly Theme[]) {
    const sorted: Item[][] = themes.map(() => []);
    for (const item of items) sorted[item.theme.index]?.push(item);
    this.#byTheme = sorted.map(shelf);
    this.#byAppeal = shelf(items);
    this.#all = items;
  }

  ofTheme(random: Random, { index }: Theme, atMs: number): Item | undefined {
    return found(() => this.#byTheme[index]?.pick(random), atMs);
  }

  ofAll(random: Random, atMs: number): Item | undefined {
    return found(() => this.#byAppeal?.pick(random), atMs);
  }

  byChance(random: Random, atMs: number): Item | undefined {
    return found(() => this.#all[wholeNumber(random, 0, this.#all.length - 1)], atMs);
  }
}

const shelf = (items: readonly Item[]): Weighted<Item> | undefined =>
  items.length === 0 ? undefined : new Weighted(items, ({ appeal }) => appeal);

function found(look: () => Item | undefined, atMs: number): Item | undefined {
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const item = look();
    if (item !== undefined && item.listedMs <= atMs && atMs < item.endsMs) return item;
  }
  return undefined;
}
