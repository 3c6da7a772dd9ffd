/** Whoever was sent away stays away for a while, all for equally long. Bounded: in a crowd the first to go may come back first. */
export class Turnstile {
  readonly #forMs: number;
  readonly #most: number;
  /** When they may come back, the earliest first. */
  readonly #away = new Map<string, number>();

  constructor(forMs: number, most: number) {
    this.#forMs = forMs;
    this.#most = most;
  }

  get size(): number {
    return this.#away.size;
  }

  sendAway(who: string, nowMs: number): void {
    this.#away.delete(who);
    this.#away.set(who, nowMs + this.#forMs);
    for (const [each, untilMs] of this.#away) {
      if (untilMs > nowMs && this.#away.size <= this.#most) return;
      this.#away.delete(each);
    }
  }

  /** How long they have to stay away; 0 for everybody who is welcome. */
  awayMs(who: string, nowMs: number): number {
    const untilMs = this.#away.get(who);
    return untilMs === undefined ? 0 : Math.max(0, untilMs - nowMs);
  }
}
