/** Shows at once what changed after a pause, and gathers what changes in quick succession: a hot auction commits hundreds of times a second. */
export class Frames {
  readonly #everyMs: number;
  readonly #show: () => void;
  #shownAtMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(everyMs: number, show: () => void) {
    this.#everyMs = everyMs;
    this.#show = show;
  }

  /** Shows now, or with the next frame. */
  soon(): void {
    if (this.#timer !== undefined) return;
    const waitMs = this.#shownAtMs + this.#everyMs - performance.now();
    if (waitMs <= 0) this.now();
    else this.#timer = setTimeout(() => this.now(), waitMs);
  }

  /** Shows now: what must not wait. */
  now(): void {
    this.stop();
    this.#shownAtMs = performance.now();
    this.#show();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
