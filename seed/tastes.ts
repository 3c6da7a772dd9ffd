import { CATEGORY_IDS, type Category } from '../auction/categories.ts';
import { Weighted } from './chance.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';

const YEAR = 365.25 * 86_400_000;

type Taste = {
  /** How much those under 20, in their twenties, thirties, forties, fifties and older want it, beside each other. */
  readonly byAge: readonly [number, number, number, number, number, number];
  readonly female: number;
  readonly male: number;
};

const taste = (byAge: Taste['byAge'], female: number, male: number): Taste => ({ byAge, female, male });

/** What kind of people want what: enough for popularity by age and gender to say something, and never nothing. */
const TASTES: Readonly<Record<Category, Taste>> = {
  electronics: taste([5, 5, 3, 2, 1, 1], 1, 2),
  fashion: taste([4, 6, 4, 2, 1, 1], 3, 1),
  furniture: taste([0.3, 2, 5, 4, 2, 1], 1.5, 1),
  'home-appliances': taste([0.3, 1, 4, 4, 3, 2], 1.6, 1),
  sports: taste([3, 4, 3, 2, 1, 0.5], 1, 1.6),
  car: taste([0.2, 2, 3, 4, 4, 2], 1, 3),
  art: taste([0.5, 1, 1, 2, 4, 5], 1.3, 1),
  jewelry: taste([1, 2, 3, 3, 4, 4], 3, 1),
  'music-instruments': taste([5, 3, 2, 1, 1, 2], 1, 1.2),
  other: taste([3, 2, 2, 2, 2, 3], 1, 1),
};

/** Favourites, which age and gender do not tell. */
const FAVOURITE = 6;

/** Somebody who takes an interest in an item of this category. */
export type Interested = (random: Random, category: Category) => Person;

/** One table of everybody for each category. */
export function tastesOf(people: readonly Person[], nowMs: number): Interested {
  const tables = new Map(
    CATEGORY_IDS.map((category) => [
      category,
      new Weighted(people, (person) => interest(person, category, nowMs)),
    ]),
  );
  return (random, category) => (tables.get(category) as Weighted<Person>).pick(random);
}

function interest(person: Person, category: Category, nowMs: number): number {
  const { byAge, female, male } = TASTES[category];
  const age = (nowMs - Date.parse(person.birthDate)) / YEAR;
  const band = Math.min(5, Math.max(0, Math.floor(age / 10) - 1));
  const gender = person.gender === 'female' ? female : person.gender === 'male' ? male : (female + male) / 2;
  const favourite = person.favourites.includes(category) ? FAVOURITE : 1;
  return person.activity * (byAge[band] ?? 1) * gender * favourite;
}
