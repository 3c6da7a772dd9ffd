import { STREAM_LIMITS } from './limits.ts';

/** When what is held back goes out: at once after a pause, and then at most so often. */
export class Ticks {
  readonly #due: () => void;
  #timer: NodeJS.Timeout | undefined;
  #lastMs = Number.NEGATIVE_INFINITY;

  /** `due`: called once for each time that `isDue` said not yet. */
  constructor(due: () => void) {
    this.#due = due;
  }

  isDue(): boolean {
    if (this.#timer !== undefined) return false;
    const waitMs = this.#lastMs + STREAM_LIMITS.tickMs - performance.now();
    if (waitMs <= 0) return true;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#due();
    }, waitMs);
    return false;
  }

  ticked(): void {
    this.#lastMs = performance.now();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
