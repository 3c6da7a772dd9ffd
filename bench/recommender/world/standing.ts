import type { Item } from './items.ts';

/** How the bids on every item stand, in a few numbers each: there may be hundreds of thousands. */
export class Standing {
  readonly #price: Float64Array;
  readonly #leader: Int32Array;
  readonly #leadSince: Float64Array;
  readonly #accepted: Uint32Array;
  readonly #logged: Uint32Array;

  constructor(items: readonly Item[]) {
    this.#price = Float64Array.from(items, ({ startPoints }) => startPoints);
    this.#leader = new Int32Array(items.length).fill(-1);
    this.#leadSince = new Float64Array(items.length);
    this.#accepted = new Uint32Array(items.length);
    this.#logged = new Uint32Array(items.length);
  }

  of({ index }: Item) {
    const accepted = this.#accepted[index] ?? 0;
    const price = this.#price[index] ?? 0;
    return {
      price,
      /** The least that a bid must be. */
      minimum: accepted === 0 ? price : price + 1,
      /** By its index; -1 where there is none. */
      leader: this.#leader[index] ?? -1,
      leadSinceMs: this.#leadSince[index] ?? 0,
      accepted,
      logged: this.#logged[index] ?? 0,
    };
  }

  /** The number of its entry in the item's log. */
  log({ index }: Item): number {
    const logged = (this.#logged[index] ?? 0) + 1;
    this.#logged[index] = logged;
    return logged;
  }

  accept({ index }: Item, person: number, points: number, atMs: number): void {
    this.#price[index] = points;
    this.#leader[index] = person;
    this.#leadSince[index] = atMs;
    this.#accepted[index] = (this.#accepted[index] ?? 0) + 1;
  }
}
