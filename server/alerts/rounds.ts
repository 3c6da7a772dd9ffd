import type { UserId } from '../../auction/auction.ts';
import { STREAM_LIMITS } from './limits.ts';
import type { Listener, Listeners } from './listeners.ts';

/** Goes round everybody connected, a few at each look, so that all have had their turn within `everybodyAgainMs`. */
export class Rounds {
  readonly #listeners: Listeners;
  #round: Iterator<Listener> | undefined;
  /** How many are due, as a fraction. */
  #due = 0;

  constructor(listeners: Listeners) {
    this.#listeners = listeners;
  }

  next(): UserId[] {
    this.#due += this.#listeners.people * (STREAM_LIMITS.lookMs / STREAM_LIMITS.everybodyAgainMs);
    const userIds: UserId[] = [];
    for (; this.#due >= 1; this.#due -= 1) {
      this.#round ??= this.#listeners.all()[Symbol.iterator]();
      const next = this.#round.next();
      if (next.done) this.#round = undefined;
      else userIds.push(next.value.userId);
    }
    return userIds;
  }
}
