const WIDTH = 30;
const REDRAW_MS = 100;

type Terminal = { readonly isTTY?: boolean; write(text: string): unknown };

/** Seconds by step, in their order. */
export type Times = ReadonlyMap<string, number>;

/** One bar redrawn in place on a terminal; elsewhere a line for every step that is over. */
export class Progress {
  readonly #out: Terminal;
  readonly #nowMs: () => number;
  readonly #seconds = new Map<string, number>();
  #step = '';
  #sinceMs = 0;
  #drawnMs = Number.NEGATIVE_INFINITY;

  constructor(out: Terminal, nowMs: () => number = performance.now.bind(performance)) {
    this.#out = out;
    this.#nowMs = nowMs;
  }

  readonly show = (step: string, done: number, of: number): void => {
    const nowMs = this.#nowMs();
    if (step !== this.#step) {
      this.#over(nowMs);
      this.#step = step;
      this.#sinceMs = nowMs;
    } else if (nowMs - this.#drawnMs < REDRAW_MS) return;
    this.#drawnMs = nowMs;
    if (!this.#out.isTTY) return;
    const filled = Math.floor((WIDTH * done) / Math.max(1, of));
    const bar = '#'.repeat(filled) + '.'.repeat(WIDTH - filled);
    this.#out.write(`\r\u001b[K  [${bar}]  ${step} ${grouped(done)}/${grouped(of)}`);
  };

  /** The last step is over, or was broken off; says how long each took. */
  stop(): Times {
    this.#over(this.#nowMs());
    this.#step = '';
    if (this.#out.isTTY) this.#out.write('\r\u001b[K');
    return this.#seconds;
  }

  #over(nowMs: number): void {
    if (this.#step === '') return;
    const seconds = (nowMs - this.#sinceMs) / 1_000;
    this.#seconds.set(this.#step, (this.#seconds.get(this.#step) ?? 0) + seconds);
    if (!this.#out.isTTY) this.#out.write(`  ${this.#step}: ${seconds.toFixed(1)} s\n`);
  }
}

export const grouped = (count: number): string => count.toLocaleString('en-US');
