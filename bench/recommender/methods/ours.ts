import { InteractionLog } from '../../../recommender/model/interaction-log.ts';
import { ItemTable } from '../../../recommender/model/item-table.ts';
import { learn } from '../../../recommender/model/learning.ts';
import { recommend } from '../../../recommender/model/recommending.ts';
import type { Past } from '../quality/split.ts';
import { ageOf } from '../world/people.ts';
import type { World } from '../world/world.ts';
import { ENOUGH, type Method } from './method.ts';

/** What may be kept from the model, to see what it is worth. */
export type Kept = {
  /** All titles are the same. */
  readonly titles?: true;
  /** It is asked for a stranger of the same age and gender. */
  readonly person?: true;
  /** Nobody says their age and gender, with bids or when asking. */
  readonly group?: true;
};

/** The recommender's own model, told what its reader would have read from the database before the cut. */
export function ours({ people }: World, past: Past, kept: Kept = {}): Method {
  const { cutMs, deals, wins } = past;
  const items = new ItemTable();
  const places = new Map<string, number>();
  for (const { index, id, sellerIndex, theme, title, startsMs, endsMs } of past.listed) {
    places.set(id, index);
    items.put({
      id,
      sellerId: people[sellerIndex]?.id ?? '',
      category: theme.category,
      title: kept.titles ? 'item' : title,
      startsAtMs: startsMs,
      endsAtMs: endsMs,
      over: endsMs < cutMs,
    });
  }
  const log = new InteractionLog();
  for (const deal of deals) {
    const { person, item, atMs, kind } = deal;
    const row = log.people.rowOf(person.id);
    const deed = kind === 'like' ? 'liked' : deal.outcome === 'accepted' ? 'bid' : 'tried';
    log.note(row, items.ids.rowOf(item.id), deed, atMs);
    // Likes say nothing of who likes.
    if (kind === 'bid' && !kept.group) log.describe(row, ageOf(person.birthDate, atMs), person.gender, atMs);
  }
  for (const { person, item, atMs } of wins)
    log.note(log.people.rowOf(person.id), items.ids.rowOf(item.id), 'won', atMs);

  const model = learn(log, items, cutMs);
  return ({ person: { id, birthDate, gender } }) => {
    const userId = kept.person ? null : id;
    const age = kept.group ? null : ageOf(birthDate, cutMs);
    const asking = { userId, age, gender: kept.group ? ('undisclosed' as const) : gender };
    return recommend(model, asking, cutMs, ENOUGH).flatMap(({ auctionId }) => places.get(auctionId) ?? []);
  };
}
