/**
 * Lets things through in order, at most so many per second: the server drops a socket that sends more, and 64 bids resent at once after
 * a reconnect would be dropped with it, again and again.
 */
export class Pacer<T> {
  readonly #perSecond: number;
  readonly #pass: (item: T) => void;
  #waiting: T[] = [];
  /** When the last ones went through, oldest first; at most `perSecond` of them. */
  #passedAtMs: number[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(perSecond: number, pass: (item: T) => void) {
    this.#perSecond = perSecond;
    this.#pass = pass;
  }

  push(item: T): void {
    this.#waiting.push(item);
    if (this.#timer === undefined) this.#drain();
  }

  /** Forgets what waits and what went through: somebody new is counting. */
  restart(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
    this.#passedAtMs = [];
  }

  #drain(): void {
    this.#timer = undefined;
    while (this.#waiting.length > 0) {
      const nowMs = performance.now();
      const oldest = this.#passedAtMs[0];
      if (this.#passedAtMs.length >= this.#perSecond && oldest !== undefined) {
        const waitMs = oldest + 1_000 - nowMs;
        if (waitMs > 0) {
          this.#timer = setTimeout(() => this.#drain(), Math.ceil(waitMs));
          return;
        }
        this.#passedAtMs.shift();
      }
      if (Number.isFinite(this.#perSecond)) this.#passedAtMs.push(nowMs);
      const [item] = this.#waiting.splice(0, 1);
      if (item !== undefined) this.#pass(item);
    }
  }
}
