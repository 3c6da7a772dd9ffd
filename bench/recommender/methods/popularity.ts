import type { Past } from '../quality/split.ts';
import { ENOUGH, type Method } from './method.ts';

const DAY_MS = 86_400_000;

/** Everybody is shown the open items that the most people bid on lately. */
export function popularity({ cutMs, open, deals }: Past, recentDays = RECENT_DAYS): Method {
  const bidders = new Map(open.map(({ index }) => [index, new Set<number>()]));
  for (const { kind, atMs, person, item } of deals)
    if (kind === 'bid' && cutMs - atMs <= recentDays * DAY_MS) bidders.get(item.index)?.add(person.index);
  const ranked = [...bidders]
    .sort(([, a], [, b]) => b.size - a.size)
    .slice(0, ENOUGH)
    .map(([index]) => index);
  return () => ranked;
}

/** Of those tried the one that served it best. */
const RECENT_DAYS = 3;
