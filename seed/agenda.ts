export type Appointment = { readonly atMs: number; readonly index: number };

/** What happens when, by auction: numbers only, because there are millions. */
export class Agenda {
  #times = new Float64Array(1 << 16);
  #indices = new Uint32Array(1 << 16);
  #length = 0;
  /** Added while others were being kept; few at any time, the earliest last. */
  readonly #late: Appointment[] = [];

  get length(): number {
    return this.#length;
  }

  add(atMs: number, index: number): void {
    if (this.#length === this.#times.length) this.#grow();
    this.#times[this.#length] = atMs;
    this.#indices[this.#length] = index;
    this.#length += 1;
  }

  /** To be kept later than the one that is being kept. */
  postpone(atMs: number, index: number): void {
    const after = this.#late.findLastIndex((other) => other.atMs > atMs);
    this.#late.splice(after + 1, 0, { atMs, index });
  }

  /** Earliest first; of one instant, in the order in which they were added. */
  *inOrder(): Generator<Appointment> {
    const times = this.#times;
    const order = Uint32Array.from({ length: this.#length }, (_, place) => place);
    order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
    for (const place of order) {
      const atMs = times[place] ?? 0;
      yield* this.#lateUntil(atMs);
      yield { atMs, index: this.#indices[place] ?? 0 };
    }
    yield* this.#lateUntil(Number.POSITIVE_INFINITY);
  }

  *#lateUntil(atMs: number): Generator<Appointment> {
    for (let next = this.#late.at(-1); next !== undefined && next.atMs < atMs; next = this.#late.at(-1)) {
      this.#late.pop();
      yield next;
    }
  }

  #grow(): void {
    const [times, indices] = [this.#times, this.#indices];
    this.#times = new Float64Array(times.length * 2);
    this.#indices = new Uint32Array(indices.length * 2);
    this.#times.set(times);
    this.#indices.set(indices);
  }
}
