import { setImmediate as nextTurn } from 'node:timers/promises';
import { STREAM_LIMITS } from './limits.ts';

/** Counts writes, and after so many lets everything else in this process have its turn. */
export class Slices {
  #written = 0;

  /** To be awaited after each write where it is something. */
  wrote(): Promise<void> | undefined {
    this.#written += 1;
    if (this.#written < STREAM_LIMITS.writesPerTurn) return undefined;
    this.#written = 0;
    return nextTurn();
  }
}
