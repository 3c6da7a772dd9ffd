import { Weighted } from '../../../seed/chance.ts';
import type { Random } from '../../../seed/random.ts';
import type { Item } from './items.ts';
import type { Person } from './people.ts';
import { Shelves } from './shelves.ts';
import type { Theme } from './themes.ts';

const DAY_MS = 86_400_000;

/** Who and what is there on one day. */
export class Presence {
  readonly shelves: Shelves;
  readonly anybody: boolean;
  readonly #people: Weighted<Person>;

  constructor(
    dayMs: number,
    all: {
      readonly people: readonly Person[];
      readonly items: readonly Item[];
      readonly themes: readonly Theme[];
    },
  ) {
    const people = all.people.filter(({ joinedMs, leftMs }) => joinedMs <= dayMs && dayMs < leftMs);
    this.anybody = people.length > 0;
    this.#people = new Weighted(people, ({ activity }) => activity);
    this.shelves = new Shelves(
      all.items.filter(({ listedMs, endsMs }) => listedMs < dayMs + DAY_MS && dayMs < endsMs),
      all.themes,
    );
  }

  person(random: Random): Person {
    return this.#people.pick(random);
  }
}
