import type { Category } from '../../../auction/categories.ts';
import { wholeNumber } from '../../../seed/chance.ts';
import type { Random } from '../../../seed/random.ts';
import type { Past } from '../quality/split.ts';
import type { Item } from '../world/items.ts';
import { ageOf, type Person } from '../world/people.ts';
import type { Method } from './method.ts';

const CATEGORIES = 2;

/** As many as the reference shows. */
export const REFERENCE_SHOWS = 3;

/** The reference system's way: so many open items by chance from the two categories that people of one's age band and gender bid on most. */
export function reference({ cutMs, open, deals }: Past, shown: number, random: Random): Method {
  const counts = new Map<string, Map<Category, number>>();
  for (const { kind, person, item } of deals) {
    if (kind !== 'bid') continue;
    const group = groupOf(person, cutMs);
    const ofGroup = counts.get(group) ?? new Map<Category, number>();
    counts.set(group, ofGroup);
    ofGroup.set(item.theme.category, (ofGroup.get(item.theme.category) ?? 0) + 1);
  }
  const byCategory = Map.groupBy(open, ({ theme }) => theme.category);
  return ({ person, dealtWith }) => {
    const top = [...(counts.get(groupOf(person, cutMs)) ?? [])]
      .sort(([, a], [, b]) => b - a)
      .slice(0, CATEGORIES);
    const candidates = top.flatMap(([category]) => byCategory.get(category) ?? []);
    return byChance(candidates, shown, random, dealtWith);
  };
}

const groupOf = ({ birthDate, gender }: Person, atMs: number): string =>
  `${Math.floor(ageOf(birthDate, atMs) / 10)} ${gender}`;

/** So many of these, none twice, each as likely, without those that somebody knows. */
export function byChance(
  items: readonly Item[],
  most: number,
  random: Random,
  known: ReadonlySet<number>,
): number[] {
  const others = items.flatMap(({ index }) => (known.has(index) ? [] : [index]));
  for (let place = 0; place < Math.min(most, others.length); place += 1) {
    const other = wholeNumber(random, place, others.length - 1);
    [others[place], others[other]] = [others[other] as number, others[place] as number];
  }
  return others.slice(0, most);
}
