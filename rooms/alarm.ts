import { ROOM_LIMITS } from './limits.ts';
import type { HouseClock } from './ports.ts';

/** Rings once at a moment of the house clock, never before it. */
export class Alarm {
  readonly #clock: HouseClock;
  #timer: NodeJS.Timeout | undefined;

  constructor(clock: HouseClock) {
    this.#clock = clock;
  }

  /** Replaces whatever it was set to. */
  set(atMs: number, ring: () => void): void {
    clearTimeout(this.#timer);
    const waitMs = atMs - this.#clock.nowMs();
    // A timer may fire a little early, and long waits do not fit one: look again.
    const again = () => (this.#clock.nowMs() >= atMs ? ring() : this.set(atMs, ring));
    this.#timer = setTimeout(again, Math.min(Math.max(waitMs, 0), ROOM_LIMITS.longestTimerMs));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
