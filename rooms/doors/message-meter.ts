/** Counts what happens within one second; a new second begins with the first that happens after the last one. */
export class MessageMeter {
  #beganMs = Number.NEGATIVE_INFINITY;
  #count = 0;

  /** Counts one more, and says how many that makes in this second. */
  add(nowMs: number): number {
    if (nowMs - this.#beganMs >= 1_000) {
      this.#beganMs = nowMs;
      this.#count = 0;
    }
    this.#count += 1;
    return this.#count;
  }

  /** What was counted in this second. */
  inThisSecond(nowMs: number): number {
    return nowMs - this.#beganMs >= 1_000 ? 0 : this.#count;
  }
}
