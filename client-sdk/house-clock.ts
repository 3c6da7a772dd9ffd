/** How many samples are kept: at one every five seconds, short enough that this device's own drift does not matter. */
const KEPT_SAMPLES = 8;

type Sample = { readonly offsetMs: number; readonly roundTripMs: number };

/**
 * The house's time as seen from here, in milliseconds since 1970. Each sample says when we asked, what the house answered and
 * when that came in; the one with the least round trip errs least, so it is the one believed. Never goes backwards.
 */
export class HouseClock {
  readonly #localMs: () => number;
  #samples: Sample[] = [];
  #best: Sample | undefined;
  #lastMs = Number.NEGATIVE_INFINITY;

  /** `localMs` must be steady, as `performance.now` is: a wall clock may be set while we run. */
  constructor(localMs: () => number = () => performance.now()) {
    this.#localMs = localMs;
  }

  /** This device's steady time, in milliseconds; what `sample` wants as `sentAtMs`. */
  localMs(): number {
    return this.#localMs();
  }

  /** Takes in an answer that arrives now: asked at `sentAtMs` (steady local time), the house said `houseMs`. */
  sample(sentAtMs: number, houseMs: number): void {
    const receivedAtMs = this.#localMs();
    const roundTripMs = Math.max(0, receivedAtMs - sentAtMs);
    const sample: Sample = { offsetMs: houseMs + roundTripMs / 2 - receivedAtMs, roundTripMs };

    // Both can be right only if they differ by less than their possible errors; else a clock jumped, as after a sleep.
    const best = this.#best;
    const errorMs = (roundTripMs + (best?.roundTripMs ?? 0)) / 2 + 1;
    const jumped = best !== undefined && Math.abs(sample.offsetMs - best.offsetMs) > errorMs;
    this.#samples = jumped ? [sample] : [...this.#samples, sample].slice(-KEPT_SAMPLES);
    this.#best = this.#samples.reduce((a, b) => (b.roundTripMs < a.roundTripMs ? b : a));
  }

  /** The time the house has now. Before the first answer: what this device believes. */
  nowMs(): number {
    if (this.#best === undefined) return Date.now();
    this.#lastMs = Math.max(this.#lastMs, this.#localMs() + this.#best.offsetMs);
    return this.#lastMs;
  }

  /** How far `nowMs` may be off, in milliseconds: half the best round trip. Null before the first answer. */
  get uncertaintyMs(): number | null {
    return this.#best === undefined ? null : this.#best.roundTripMs / 2;
  }
}
