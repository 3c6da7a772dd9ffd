/** A small house told to a history by hand: people and items have names, which stand for ids. */
import { createHash } from 'node:crypto';
import type { Gender } from '../../auction/api.ts';
import type { Category } from '../../auction/categories.ts';
import { History } from '../../recommender/history.ts';
import type { Deed } from '../../recommender/model/interaction-log.ts';
import { learn } from '../../recommender/model/learning.ts';
import type { Model } from '../../recommender/model/model.ts';
import { recommend } from '../../recommender/model/recommending.ts';

export const NOW_MS = Date.UTC(2026, 5, 1, 12);
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export type ToldItem = {
  readonly name: string;
  readonly seller?: string;
  readonly category?: Category;
  readonly title?: string;
  /** From now. */
  readonly startsInMs?: number;
  readonly endsInMs?: number;
  readonly over?: boolean;
};

export type ToldDeed = {
  readonly person: string;
  readonly item: string;
  readonly deed: Deed;
  readonly agoMs?: number;
  /** Said with a bid. */
  readonly age?: number;
  readonly gender?: Gender;
};

export function idOf(name: string): string {
  const hex = createHash('md5').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function tellItem({ items }: History, item: ToldItem): void {
  const { name, seller = 'a shop', category = 'other', title = name } = item;
  items.put({
    ...{ id: idOf(name), sellerId: idOf(seller), category, title, over: item.over ?? false },
    startsAtMs: NOW_MS + (item.startsInMs ?? -DAY_MS),
    endsAtMs: NOW_MS + (item.endsInMs ?? 3 * DAY_MS),
  });
}

export function tellDeed({ items, log }: History, told: ToldDeed): void {
  const { deed, agoMs = HOUR_MS, age = 34, gender = 'female' } = told;
  const person = log.people.rowOf(idOf(told.person));
  log.note(person, items.ids.rowOf(idOf(told.item)), deed, NOW_MS - agoMs);
  if (deed === 'bid' || deed === 'tried') log.describe(person, age, gender, NOW_MS - agoMs);
}

export function learned(items: readonly ToldItem[], deeds: readonly ToldDeed[]): Model {
  const history = new History();
  for (const item of items) tellItem(history, item);
  for (const deed of deeds) tellDeed(history, deed);
  return learn(history.log, history.items, NOW_MS);
}

export type Asker = {
  readonly person: string | null;
  readonly age?: number | null;
  readonly gender?: Gender;
};

/** What somebody is shown, by the names of the items, with reasons. */
export function shownTo(
  model: Model,
  { person, age = 34, gender = 'female' }: Asker,
  names: readonly string[],
  { limit = 10, nowMs = NOW_MS } = {},
) {
  const nameOf = new Map(names.map((name) => [idOf(name), name]));
  const asker = { userId: person === null ? null : idOf(person), age, gender };
  return recommend(model, asker, nowMs, limit).map(({ auctionId, reason }) => ({
    name: nameOf.get(auctionId) ?? auctionId,
    reason,
  }));
}
