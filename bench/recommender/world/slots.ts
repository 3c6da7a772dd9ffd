import type { Item } from './items.ts';
import type { Person } from './people.ts';

/** What is planned in a slot is for a later one, so each can be put in order once. */
export const SLOT_MS = 600_000;

type Planned = {
  readonly atMs: number;
  readonly person: Person;
  /** To bid on; undefined: a visit. */
  readonly item: Item | undefined;
};

/** What people mean to do, by ten minutes. */
export class Slots {
  readonly #startMs: number;
  readonly #planned = new Map<number, Planned[]>();
  #waiting = 0;

  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  /** So many bids are planned. */
  get waiting(): number {
    return this.#waiting;
  }

  plan(atMs: number, person: Person, item: Item | undefined): void {
    const slot = this.#slotOf(atMs);
    const planned = this.#planned.get(slot);
    if (planned === undefined) this.#planned.set(slot, [{ atMs, person, item }]);
    else planned.push({ atMs, person, item });
    if (item !== undefined) this.#waiting += 1;
  }

  /** What is planned for the ten minutes from then on, in the order of time. */
  take(slotMs: number): readonly Planned[] {
    const slot = this.#slotOf(slotMs);
    const planned = this.#planned.get(slot) ?? [];
    this.#planned.delete(slot);
    for (const { item } of planned) if (item !== undefined) this.#waiting -= 1;
    return planned.sort((a, b) => a.atMs - b.atMs);
  }

  #slotOf(atMs: number): number {
    return Math.floor((atMs - this.#startMs) / SLOT_MS);
  }
}
