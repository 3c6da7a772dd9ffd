import type { UserId } from '../auction/auction.ts';
import { CATEGORY_IDS, type Category } from '../auction/categories.ts';
import { type Points, points } from '../auction/points.ts';
import type { SeededPerson } from '../persistence/bulk/people-lines.ts';
import { anyOf, longTailed, Weighted, wholeNumber } from './chance.ts';
import { LIMITS } from './limits.ts';
import { idsFor, type Random, randomPer } from './random.ts';
import { FAMILY_NAMES, FIRST_NAMES, GIVEN_NAMES, LAST_NAMES } from './vocabulary/names.ts';

const DAY = 86_400_000;

export type Person = SeededPerson & {
  /** Places in the list of all people, which stand for ids where many are kept. */
  readonly index: number;
  readonly charges: readonly Points[];
  /** How often this one does anything, beside the others. */
  readonly activity: number;
  readonly favourites: readonly Category[];
};

const peopleFor = (auctions: number): number =>
  Math.min(LIMITS.mostPeople, Math.max(LIMITS.leastPeople, Math.floor(auctions / LIMITS.auctionsPerPerson)));

export const personIds = (seed: number): ((index: number) => UserId) => idsFor(seed, 'person');

/** Everybody, signed up before the first auction. They have no passwords: nobody can sign in as one of them. */
export function peopleOf(seed: number, auctions: number, nowMs: number): Person[] {
  const idOf = personIds(seed);
  const randomOf = randomPer(seed, 'person');
  return Array.from({ length: peopleFor(auctions) }, (_, index) => {
    const random = randomOf(index);
    const signedUpMs = Math.floor(nowMs - LIMITS.listedForMs - (1 + random() * 400) * DAY);
    return {
      index,
      id: idOf(index),
      name: nameOf(random),
      email: `person-${index + 1}@seed-${seed}.ready-auction.local`,
      gender: genders.pick(random)[0],
      birthDate: birthDateOf(random, nowMs),
      signedUpMs,
      charges: chargesOf(random),
      activity: longTailed(random, 1, 0.9),
      favourites: [anyOf(random, CATEGORY_IDS), anyOf(random, CATEGORY_IDS)],
    };
  });
}

const genders = new Weighted<[Person['gender'], number]>(
  [
    ['female', 47],
    ['male', 46],
    ['undisclosed', 4],
    ['other', 3],
  ],
  ([, share]) => share,
);

const nameOf = (random: Random): string =>
  random() < 0.6
    ? `${anyOf(random, FAMILY_NAMES)}${anyOf(random, GIVEN_NAMES)}`
    : `${anyOf(random, FIRST_NAMES)} ${anyOf(random, LAST_NAMES)}`;

/** 15 to 80 years old at "now", most between 20 and 50; so nobody bid before turning 14. */
function birthDateOf(random: Random, nowMs: number): string {
  const years = 15 + Math.floor(66 * random() ** 0.8 * (0.45 + 0.55 * random()));
  const birthday = new Date(nowMs - wholeNumber(random, 1, 360) * DAY);
  birthday.setUTCFullYear(birthday.getUTCFullYear() - years);
  return birthday.toISOString().slice(0, 10);
}

/** One to three charges that pay for what somebody bids on in three months; a few people have little. */
function chargesOf(random: Random): Points[] {
  const purse = random() < 0.05 ? longTailed(random, 5_000, 1) : longTailed(random, 6_000_000, 0.6);
  const times = wholeNumber(random, 1, 3);
  return Array.from({ length: times }, () => points(Math.max(100, Math.round(purse / times / 100) * 100)));
}
