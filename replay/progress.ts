import type { ReplayWatcher } from './auction-replay.ts';

/** The bar takes what the words leave of a line, within these bounds. */
const BAR = { least: 8, most: 24 };
const REDRAW_MS = 100;
/** Without a terminal every line stays, so there are fewer of them. */
const LINE_EVERY_MS = 5_000;

export type Totals = { readonly auctions: number; readonly bids: number };

/** Shows how far a replay is: one line redrawn in place on a terminal, else a plain line every few seconds. */
export class Progress {
  readonly #totals: Totals;
  readonly #out: NodeJS.WriteStream;
  readonly #startedAtMs = performance.now();
  readonly #timer: NodeJS.Timeout;
  #closed = 0;
  #acknowledged = 0;
  #reconnects = 0;
  #waitsUntilMs = 0;

  constructor(totals: Totals, out: NodeJS.WriteStream) {
    this.#totals = totals;
    this.#out = out;
    this.#timer = setInterval(() => this.#show(), out.isTTY ? REDRAW_MS : LINE_EVERY_MS);
  }

  readonly watcher: ReplayWatcher = {
    acknowledged: () => {
      this.#acknowledged += 1;
    },
    closed: () => {
      this.#closed += 1;
    },
    reconnecting: () => {
      this.#reconnects += 1;
    },
    waiting: (seconds) => {
      this.#waitsUntilMs = performance.now() + seconds * 1_000;
    },
  };

  /** Shows where it ended and leaves the line standing. */
  stop(): void {
    clearInterval(this.#timer);
    this.#show();
    if (this.#out.isTTY) this.#out.write('\n');
  }

  #show(): void {
    const { isTTY } = this.#out;
    // Some terminals do not say how wide they are.
    const columns = this.#out.columns || 80;
    const words = this.#words();
    // Up to the last column, where some terminals already begin a new line.
    const room = isTTY ? columns - words.length - 5 : BAR.most;
    const line = `${this.#bar(Math.min(Math.max(room, BAR.least), BAR.most))}  ${words}`;
    this.#out.write(isTTY ? `\r${line.slice(0, columns - 1)}\u001b[K` : `${line}\n`);
  }

  #bar(width: number): string {
    const { auctions, bids } = this.#totals;
    const filled = Math.floor((width * (this.#closed + this.#acknowledged)) / Math.max(1, auctions + bids));
    return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}]`;
  }

  #words(): string {
    const parts = [
      `${this.#closed}/${this.#totals.auctions} closed`,
      `${this.#acknowledged}/${this.#totals.bids} bids acknowledged`,
      `${this.#reconnects} reconnects`,
      `${Math.round((performance.now() - this.#startedAtMs) / 1_000)} s`,
    ];
    const waitsMs = this.#waitsUntilMs - performance.now();
    if (waitsMs > 0) parts.push(`asked to wait ${Math.ceil(waitsMs / 1_000)} s`);
    return parts.join('  ');
  }
}
