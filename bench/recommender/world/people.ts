import type { Gender } from '../../../auction/api.ts';
import type { UserId } from '../../../auction/auction.ts';
import { longTailed, Weighted, wholeNumber } from '../../../seed/chance.ts';
import { idsFor, type Random, randomPer } from '../../../seed/random.ts';
import { groupTastes, type Theme } from './themes.ts';

const DAY_MS = 86_400_000;
const YEAR_MS = 365.25 * DAY_MS;

/** Of the favourites of everybody so many are what their group wants; the others come to anybody, as themes are common. */
const FAVOURITES_OF_THE_GROUP = 0.5;
const FAVOURITES = 4;
/** How much more somebody looks at the first of their favourites than at the last. */
const FAVOURITE_WEIGHTS = [0.4, 0.3, 0.2, 0.1] as const;
/** Of what people do out of interest so much is for their favourites; else they do as their group does. */
const FAVOURITES_SHARE = 0.75;
/** After so many days on average somebody has another favourite in the place of one. */
const DRIFT_DAYS = 45;

/** Of everybody so many are there from the beginning; the others come bit by bit. */
const THERE_FROM_THE_START = 0.35;
/** How long people stay, in the median. */
const STAY_DAYS = 70;

export type Person = {
  readonly index: number;
  readonly id: UserId;
  readonly gender: Gender;
  readonly birthDate: string;
  readonly joinedMs: number;
  readonly leftMs: number;
  /** How often this one comes, beside the others. */
  readonly activity: number;
  /** Hidden: nothing but the generator knows it. */
  readonly favourites: Theme[];
  /** When it was last looked whether one of them has changed. */
  driftedMs: number;
};

type Crowd = {
  readonly seed: number;
  readonly people: number;
  readonly startMs: number;
  readonly untilMs: number;
  readonly themes: readonly Theme[];
};

export function peopleOf({ seed, people, startMs, untilMs, themes }: Crowd): Person[] {
  const idOf = idsFor(seed, 'bench person');
  const randomOf = randomPer(seed, 'bench person');
  const tastesOf = groupTastes(themes);
  const common = new Weighted(themes, ({ size }) => size);
  return Array.from({ length: people }, (_, index) => {
    const random = randomOf(index);
    const gender = genders.pick(random)[0];
    const birthDate = birthDateOf(random, untilMs);
    const joinedMs =
      random() < THERE_FROM_THE_START
        ? startMs - wholeNumber(random, 1, 400) * DAY_MS
        : Math.floor(startMs + random() * (untilMs - startMs));
    const ofGroup = tastesOf(ageOf(birthDate, untilMs), gender);
    return {
      index,
      id: idOf(index),
      gender,
      birthDate,
      joinedMs,
      leftMs: Math.max(joinedMs, startMs) + longTailed(random, STAY_DAYS, 1) * DAY_MS,
      activity: longTailed(random, 1, 0.9),
      favourites: Array.from({ length: FAVOURITES }, () =>
        (random() < FAVOURITES_OF_THE_GROUP ? ofGroup : common).pick(random),
      ),
      driftedMs: Math.max(joinedMs, startMs),
    };
  });
}

/** What people want now. */
export function wishesOf(themes: readonly Theme[]): {
  /** Some theme, out of interest. */
  wish(random: Random, person: Person, atMs: number): Theme;
  /** How likely each theme is to be wished for, by its index. */
  likelihoods(person: Person, atMs: number): Float64Array;
} {
  const tastesOf = groupTastes(themes);
  const common = new Weighted(themes, ({ size }) => size);
  const ofGroup = (person: Person, atMs: number) => tastesOf(ageOf(person.birthDate, atMs), person.gender);

  const drift = (random: Random, person: Person, atMs: number) => {
    if (random() < (atMs - person.driftedMs) / (DRIFT_DAYS * DAY_MS)) {
      const other = random() < FAVOURITES_OF_THE_GROUP ? ofGroup(person, atMs) : common;
      person.favourites[wholeNumber(random, 0, FAVOURITES - 1)] = other.pick(random);
    }
    person.driftedMs = atMs;
  };

  return {
    wish(random, person, atMs) {
      drift(random, person, atMs);
      if (random() >= FAVOURITES_SHARE) return ofGroup(person, atMs).pick(random);
      return person.favourites[places.pick(random)] as Theme;
    },
    likelihoods(person, atMs) {
      const found = new Float64Array(themes.length);
      for (const [theme, likelihood] of ofGroup(person, atMs).likelihoods.entries())
        found[theme] = (1 - FAVOURITES_SHARE) * likelihood;
      for (const [place, { index }] of person.favourites.entries())
        found[index] = (found[index] ?? 0) + FAVOURITES_SHARE * (FAVOURITE_WEIGHTS[place] ?? 0);
      return found;
    },
  };
}

const places = new Weighted([0, 1, 2, 3], (place) => FAVOURITE_WEIGHTS[place] ?? 0);

const genders = new Weighted<[Gender, number]>(
  [
    ['female', 47],
    ['male', 46],
    ['undisclosed', 4],
    ['other', 3],
  ],
  ([, share]) => share,
);

export const ageOf = (birthDate: string, atMs: number): number =>
  Math.floor((atMs - Date.parse(birthDate)) / YEAR_MS);

/** 16 to 80 years old, most between 20 and 50. */
function birthDateOf(random: Random, nowMs: number): string {
  const years = 16 + 64 * random() ** 0.8 * (0.4 + 0.6 * random());
  return new Date(nowMs - years * YEAR_MS).toISOString().slice(0, 10);
}
