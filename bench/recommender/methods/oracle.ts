import type { Split } from '../quality/split.ts';
import type { Item } from '../world/items.ts';
import { DRIVES, REMEMBERED_BIDS, type World } from '../world/world.ts';
import { ENOUGH, type Method } from './method.ts';

/**
 * Knows what is hidden: everybody's favourites, what their group wants, the theme and the appeal of every item, and how people look about.
 * It does not know what will happen, so it is far from 1. No method can be expected to reach it; it shows how much there is to be found.
 */
export function oracle({ recipe }: World, { past: { open, cutMs, deals }, likelihoods }: Split): Method {
  const shelfOf = ({ theme }: Item) => (recipe.planted ? theme.index : -1);
  const appeals = new Map<number, number>();
  for (const item of open) appeals.set(shelfOf(item), (appeals.get(shelfOf(item)) ?? 0) + item.appeal);
  const crowd = new Map<Item, number>();
  for (const { item } of deals.filter(({ kind }) => kind === 'bid').slice(-REMEMBERED_BIDS))
    crowd.set(item, (crowd.get(item) ?? 0) + 1 / REMEMBERED_BIDS);

  const chances = open.map((item) => ({
    item,
    ofItsTheme: (DRIVES.interest * item.appeal) / (appeals.get(shelfOf(item)) ?? 1),
    ofAny: DRIVES.crowd * (crowd.get(item) ?? 0) + DRIVES.chance / open.length,
    /** The longer something can be bid on from now, the likelier. */
    timeMs: item.endsMs - Math.max(cutMs, item.startsMs),
  }));
  return ({ person }) => {
    const themes = likelihoods(person);
    const scored = chances.map(({ item, ofItsTheme, ofAny, timeMs }) => {
      const theme = recipe.planted ? (themes[item.theme.index] ?? 0) : 1;
      return { index: item.index, score: (theme * ofItsTheme + ofAny) * timeMs };
    });
    return scored
      .sort((a, b) => b.score - a.score)
      .slice(0, ENOUGH)
      .map(({ index }) => index);
  };
}
