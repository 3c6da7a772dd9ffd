/** When the first and the last of a group of watchers got each of the patches that all of them are to get. */
export class Arrivals {
  readonly #watchers: number;
  readonly #arrived: number[] = [];
  readonly firstMs: number[] = [];
  readonly lastMs: number[] = [];

  constructor(watchers: number) {
    this.#watchers = watchers;
  }

  /** A watcher got a patch, the so-and-so-many-th for it, counted from 0. */
  add(patch: number, atMs: number): void {
    this.#arrived[patch] = (this.#arrived[patch] ?? 0) + 1;
    this.firstMs[patch] ??= atMs;
    this.lastMs[patch] = atMs;
  }

  /** Patches that reached one of them and not another, counted for each they did not reach. */
  get missing(): number {
    return this.#arrived.reduce((missing, arrived) => missing + this.#watchers - arrived, 0);
  }
}
