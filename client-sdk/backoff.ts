/**
 * Waiting times that double up to a ceiling, each drawn at random from zero ("full jitter"): when a node dies, its thousands
 * of clients must not all come back in the same instant.
 */
export class Backoff {
  readonly #firstMs: number;
  readonly #maxMs: number;
  readonly #random: () => number;
  #tries = 0;

  /** `random` returns a number in [0, 1). */
  constructor(firstMs: number, maxMs: number, random: () => number = Math.random) {
    this.#firstMs = firstMs;
    this.#maxMs = maxMs;
    this.#random = random;
  }

  /** How long to wait before the next try, in milliseconds. */
  next(): number {
    const ceilingMs = Math.min(this.#maxMs, this.#firstMs * 2 ** this.#tries);
    this.#tries += 1;
    return this.#random() * ceilingMs;
  }

  reset(): void {
    this.#tries = 0;
  }
}

/** Resolves after `ms`, or at once when `signal` aborts; leaves no timer and no listener behind. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });
}
