import type { Evidence } from './evidence.ts';
import { MODEL } from './limits.ts';
import { CATEGORIES, type Model } from './model.ts';
import { logLift } from './popularity.ts';

/** What somebody's history says of them: how much more than others they deal with each category and each word, as logarithms. */
export type Profile = {
  readonly categoryLifts: readonly number[];
  /** Undefined: nothing is known of them. */
  readonly wordLift: ((word: number) => number) | undefined;
  /** The categories they deal with most. */
  readonly favourites: ReadonlySet<number>;
  /** The words that say most of them. */
  readonly words: readonly number[];
};

export const UNKNOWN: Profile = {
  categoryLifts: [],
  wordLift: undefined,
  favourites: new Set(),
  words: [],
};

/** Counts into `evidence`, which keeps it until it is cleared. */
export function profileOf({ columns: c }: Model, person: number, evidence: Evidence): Profile {
  const categories = new Float64Array(CATEGORIES);
  let all = 0;
  for (let at = c.historyFrom[person] ?? 0; at < (c.historyFrom[person + 1] ?? 0); at++) {
    const item = c.history[at] ?? 0;
    const weight = c.historyWeights[at] ?? 0;
    all += weight;
    categories[c.category[item] ?? 0] = (categories[c.category[item] ?? 0] ?? 0) + weight;
    for (let w = c.wordsFrom[item] ?? 0; w < (c.wordsFrom[item + 1] ?? 0); w++)
      evidence.countWord(c.words[w] ?? 0, weight);
  }
  const { doubt } = MODEL;
  const wordLift = (word: number): number =>
    evidence.liftOf(word, (counted) => logLift(counted, all * (c.wordShares[word] ?? 0), doubt.words));
  const ranked = <T>(entries: Iterable<T>, worth: (entry: T) => number, most: number): T[] =>
    [...entries]
      .filter((entry) => worth(entry) > 0)
      .sort((a, b) => worth(b) - worth(a))
      .slice(0, most);
  return {
    categoryLifts: [...categories].map((count, category) =>
      logLift(count, all * (c.categoryShares[category] ?? 0), doubt.category),
    ),
    wordLift,
    favourites: new Set(ranked(categories.keys(), (category) => categories[category] ?? 0, MODEL.favourites)),
    words: ranked(evidence.countedWords(), wordLift, MODEL.profileWords),
  };
}
