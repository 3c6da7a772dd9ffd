import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BidsFirst } from '../catalogue/bids-first.ts';
import { STREAM_LIMITS } from './limits.ts';

/** Counts writes, and after so many lets everything else in this process have its turn, and bids two. */
export class Slices {
  readonly #bidsFirst: BidsFirst;
  #written = 0;

  constructor(bidsFirst: BidsFirst) {
    this.#bidsFirst = bidsFirst;
  }

  /** To be awaited after each write where it is something. */
  wrote(): Promise<void> | undefined {
    this.#written += 1;
    if (this.#written < STREAM_LIMITS.writesPerTurn) return undefined;
    this.#written = 0;
    return this.#bidsFirst.turn() ?? nextTurn();
  }
}
