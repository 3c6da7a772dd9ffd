import type { Recipe } from '../world/world.ts';
import { mean, spread } from './measures.ts';
import { CROWDS, type Crowd, METHOD_NAMES, type MethodName, type Trial, trial } from './trial.ts';

/** Every house as busy as every other: a sixth of what the log has, for each person. */
const ITEMS_PER_PERSON = 6;
const BIDS_PER_PERSON = 50;
const DAYS = 120;
/** When all synthetic time ends; nothing looks at the clock. */
const UNTIL_MS = Date.UTC(2026, 0, 1);

export const recipeOf = (seed: number, people: number, planted: boolean): Recipe => ({
  ...{ seed, people, planted, days: DAYS, untilMs: UNTIL_MS },
  items: people * ITEMS_PER_PERSON,
  bids: people * BIDS_PER_PERSON,
});

/** Over all seeds: the mean, and the standard deviation between them. */
export type Figure = { readonly mean: number; readonly spread: number };

export type QualityRow = {
  readonly method: MethodName;
  readonly recall: Readonly<Record<Crowd, Figure>>;
  readonly ndcg: Readonly<Record<Crowd, Figure>>;
};

export type Quality = {
  readonly seeds: number;
  readonly people: number;
  readonly items: number;
  /** Of one world on average: deals before the cut, people asked for, what was open, and what one of them was to be shown. */
  readonly learnedFrom: number;
  readonly asked: Readonly<Record<Crowd, number>>;
  readonly open: number;
  readonly wantedPerPerson: number;
  readonly rows: readonly QualityRow[];
};

export function qualityOf(
  { seeds, people, planted }: { seeds: number; people: number; planted: boolean },
  show: (done: number, of: number, what: string) => void,
): Quality {
  const trials: Trial[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const recipe = recipeOf(seed, people, planted);
    const world = planted ? 'tastes' : 'no tastes';
    trials.push(trial(recipe, (method) => show(trials.length, seeds, `a world with ${world}: ${method}`)));
  }
  return summary(trials, people);
}

function summary(trials: readonly Trial[], people: number): Quality {
  const average = (of: (trial: Trial) => number): number => mean(trials.map(of));
  const figure = (of: (trial: Trial) => number): Figure => {
    const values = trials.map(of);
    return { mean: mean(values), spread: spread(values) };
  };
  const byCrowd = <T>(of: (crowd: Crowd) => T) =>
    Object.fromEntries(CROWDS.map((crowd) => [crowd, of(crowd)])) as Readonly<Record<Crowd, T>>;
  return {
    seeds: trials.length,
    people,
    items: people * ITEMS_PER_PERSON,
    learnedFrom: Math.round(average(({ learnedFrom }) => learnedFrom)),
    asked: byCrowd((crowd) => Math.round(average(({ asked }) => asked[crowd]))),
    open: Math.round(average(({ open }) => open)),
    wantedPerPerson: average(({ wantedPerPerson }) => wantedPerPerson),
    rows: METHOD_NAMES.map((method) => ({
      method,
      recall: byCrowd((crowd) => figure(({ scores }) => scores[method][crowd].recall)),
      ndcg: byCrowd((crowd) => figure(({ scores }) => scores[method][crowd].ndcg)),
    })),
  };
}
