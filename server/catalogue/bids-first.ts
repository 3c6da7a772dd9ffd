import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';

type Waiting = { readonly go: () => void; readonly untilMs: number };

type Bounds = {
  /** Others who go in one turn of the event loop. */
  readonly perTurn: number;
  /** How long one of them is held back by settlements. */
  readonly patienceMs: number;
  /** After so long without a settlement nobody is held back at all. */
  readonly quietMs: number;
};

/**
 * Bids share their event loop with everybody who browses, and a settlement passes through it several times. So while there are bids, what
 * is not a bid takes turns: a few answers in each turn of the loop, and none while bids are being settled, unless it has waited long enough.
 */
export class BidsFirst {
  readonly #settled: () => Promise<void> | undefined;
  readonly #bounds: Bounds;
  readonly #waiting: Waiting[] = [];
  #busyAtMs = Number.NEGATIVE_INFINITY;
  #serving = false;

  /** `settled`: resolves when no bid is being settled any more; undefined when none is now. */
  constructor(settled: () => Promise<void> | undefined, bounds: Bounds) {
    this.#settled = settled;
    this.#bounds = bounds;
  }

  /** Resolves when it is this one's turn, in the order of asking; undefined when it is now. */
  turn(): Promise<void> | undefined {
    const nowMs = performance.now();
    if (this.#settled() !== undefined) this.#busyAtMs = nowMs;
    if (this.#waiting.length === 0 && nowMs - this.#busyAtMs > this.#bounds.quietMs) return undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ go: resolve, untilMs: nowMs + this.#bounds.patienceMs });
    if (!this.#serving) {
      this.#serving = true;
      void this.#serve();
    }
    return promise;
  }

  async #serve(): Promise<void> {
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const settled = this.#settled();
      const patienceMs = first.untilMs - performance.now();
      if (settled !== undefined && patienceMs > 0) await Promise.race([settled, pause(patienceMs)]);
      for (const { go } of this.#waiting.splice(0, this.#bounds.perTurn)) go();
      await nextTurn();
    }
    this.#serving = false;
  }
}
