import type { Evidence } from './evidence.ts';
import { EVERYBODY } from './groups.ts';
import { CATEGORIES, type Model, shelfOf } from './model.ts';
import type { Profile } from './profile.ts';

/** What somebody's group deals with, and everybody, in each category. */
export function gatherPopular({ columns: c }: Model, group: number, evidence: Evidence): void {
  for (const ofGroup of group === EVERYBODY ? [EVERYBODY] : [EVERYBODY, group]) {
    for (let category = 0; category < CATEGORIES; category++) {
      const shelf = shelfOf(ofGroup, category);
      for (let at = c.popularFrom[shelf] ?? 0; at < (c.popularFrom[shelf + 1] ?? 0); at++) {
        const row = c.popular[at] ?? 0;
        evidence.suggest(row);
        if (ofGroup !== EVERYBODY) evidence.group[row] = c.popularLifts[at] ?? 0;
      }
    }
  }
}

/** Open items of somebody's favourite categories with the words that say most of them: also those nobody has dealt with yet. */
export function gatherByWords(
  { columns: c }: Model,
  { words, favourites }: Profile,
  evidence: Evidence,
): void {
  for (const word of words) {
    for (let at = c.postingsFrom[word] ?? 0; at < (c.postingsFrom[word + 1] ?? 0); at++) {
      const row = c.postings[at] ?? 0;
      if (favourites.has(c.category[row] ?? 0)) evidence.suggest(row);
    }
  }
}
