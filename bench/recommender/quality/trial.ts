import { randomPer } from '../../../seed/random.ts';
import type { Method } from '../methods/method.ts';
import { oracle } from '../methods/oracle.ts';
import { ours } from '../methods/ours.ts';
import { popularity } from '../methods/popularity.ts';
import { byChance, REFERENCE_SHOWS, reference } from '../methods/reference.ts';
import { type Recipe, worldOf } from '../world/world.ts';
import { mean, ndcgAt, recallAt } from './measures.ts';
import { type Asked, splitByTime } from './split.ts';

/** What is counted: the first ten. */
const SHOWN = 10;

/** How long after the cut a bid counts. */
export const WINDOW_DAYS = 7;

export const METHOD_NAMES = [
  'ours',
  'popularity',
  'reference',
  'reference-10',
  'random',
  'ours-without-history',
  'ours-without-group',
  'ours-without-titles',
  'oracle',
] as const;

export type MethodName = (typeof METHOD_NAMES)[number];

/** Everybody, those who had dealt with something before, and those who had not. */
export const CROWDS = ['all', 'known', 'unknown'] as const;

export type Crowd = (typeof CROWDS)[number];

type Score = { readonly recall: number; readonly ndcg: number };

export type Trial = {
  readonly asked: Readonly<Record<Crowd, number>>;
  readonly open: number;
  readonly wantedPerPerson: number;
  /** Deals before the cut. */
  readonly learnedFrom: number;
  readonly scores: Readonly<Record<MethodName, Readonly<Record<Crowd, Score>>>>;
};

/** One world, split by time, and every method asked for everybody who came back. */
export function trial(recipe: Recipe, show: (method: MethodName) => void): Trial {
  const world = worldOf(recipe);
  const split = splitByTime(world, WINDOW_DAYS);
  const { past, asked } = split;
  const random = randomPer(recipe.seed, 'bench methods')(0);
  const methods: Readonly<Record<MethodName, () => Method>> = {
    ours: () => ours(world, past),
    popularity: () => popularity(past),
    reference: () => reference(past, REFERENCE_SHOWS, random),
    'reference-10': () => reference(past, SHOWN, random),
    random:
      () =>
      ({ dealtWith }) =>
        byChance(past.open, SHOWN, random, dealtWith),
    'ours-without-history': () => ours(world, past, { person: true }),
    'ours-without-group': () => ours(world, past, { group: true }),
    'ours-without-titles': () => ours(world, past, { titles: true }),
    oracle: () => oracle(world, split),
  };
  const scores = METHOD_NAMES.map((name) => {
    show(name);
    return [name, scored(methods[name](), asked)] as const;
  });
  return {
    asked: counts(asked),
    open: past.open.length,
    wantedPerPerson: mean(asked.map(({ wanted }) => wanted.size)),
    learnedFrom: past.deals.length,
    scores: Object.fromEntries(scores) as Trial['scores'],
  };
}

const ofCrowd = (asked: Asked, crowd: Crowd): boolean =>
  crowd === 'all' || asked.known === (crowd === 'known');

const byCrowd = <T>(of: (crowd: Crowd) => T): Readonly<Record<Crowd, T>> => ({
  all: of('all'),
  known: of('known'),
  unknown: of('unknown'),
});

const counts = (asked: readonly Asked[]) =>
  byCrowd((crowd) => asked.filter((each) => ofCrowd(each, crowd)).length);

/** The means over everybody, each counting as much. */
function scored(method: Method, asked: readonly Asked[]): Readonly<Record<Crowd, Score>> {
  const found = asked.map((each) => {
    const ranked = method(each).filter((item) => !each.dealtWith.has(item));
    return {
      each,
      recall: recallAt(SHOWN, ranked, each.wanted),
      ndcg: ndcgAt(SHOWN, ranked, each.wanted),
    };
  });
  return byCrowd((crowd) => {
    const its = found.filter(({ each }) => ofCrowd(each, crowd));
    return { recall: mean(its.map(({ recall }) => recall)), ndcg: mean(its.map(({ ndcg }) => ndcg)) };
  });
}
