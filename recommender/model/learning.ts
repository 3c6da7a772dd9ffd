import { appealOf } from './appeal.ts';
import { type Dealings, dealingsIn, latestFirst } from './dealings.ts';
import type { InteractionLog } from './interaction-log.ts';
import type { ItemTable } from './item-table.ts';
import { MODEL } from './limits.ts';
import { listsBy, taken } from './lists.ts';
import { CATEGORIES, type Model, type ModelColumns, modelOf } from './model.ts';
import { type Places, placesOf } from './places.ts';
import { popularity } from './popularity.ts';
import { wordIndex } from './word-index.ts';

/** Everything learned from the log at this moment. The same log and items give the same model; neither is changed. */
export function learn(log: InteractionLog, items: ItemTable, nowMs: number): Model {
  const latest = latestFirst(log, nowMs);
  const places = placesOf(log, latest.order, items, nowMs);
  const dealings = dealingsIn(log, latest, places, nowMs);
  const people = log.people.count;
  const shown = shownItems(items, places);
  const words = wordIndex(items, places, nowMs);
  const columns: ModelColumns = {
    ...idColumns(log, items, places),
    ...shown,
    ...words,
    ...sharesOf(dealings, shown.category, words, items.vocabularySize),
    ...byItem(dealings, places.rows.length),
    ...byPerson(dealings, people, places.openCount),
    ...popularity(log, dealings, shown.category, appealOf(dealings, shown.startsAtMs, nowMs)),
  };
  const facts = {
    learnedAtMs: nowMs,
    interactions: dealings.count,
    items: places.rows.length,
    openItems: places.openCount,
    people,
  };
  return modelOf(facts, columns);
}

function idColumns(log: InteractionLog, items: ItemTable, { rows }: Places) {
  const item = items.ids.picked(rows).columns();
  const person = log.people.columns();
  const seller = items.sellers.columns();
  return {
    itemWords: item.words,
    itemSlots: item.slots,
    // Copies: the log goes on growing.
    personWords: person.words.slice(),
    personSlots: person.slots.slice(),
    sellerWords: seller.words.slice(),
    sellerSlots: seller.slots.slice(),
  };
}

function shownItems(items: ItemTable, { rows, openCount }: Places) {
  const open = rows.subarray(0, openCount);
  const titlesFrom = new Uint32Array(rows.length + 1);
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] ?? 0;
    titlesFrom[place + 1] =
      (titlesFrom[place] ?? 0) + (items.titleTo[row] ?? 0) - (items.titleFrom[row] ?? 0);
  }
  const titles = new Uint8Array(titlesFrom[rows.length] ?? 0);
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] ?? 0;
    titles.set(items.titles.subarray(items.titleFrom[row], items.titleTo[row]), titlesFrom[place]);
  }
  return {
    category: taken(items.category, rows),
    titlesFrom,
    titles,
    seller: taken(items.seller, open),
    startsAtMs: Float64Array.from(open, (row) => items.startsAtMs[row] ?? 0),
    endsAtMs: Float64Array.from(open, (row) => items.endsAtMs[row] ?? 0),
    over: new Uint8Array(openCount),
  };
}

/** What part of all that is done is done with items of a category, or with a word. */
function sharesOf(
  { count, item, weight }: Dealings,
  category: Uint8Array,
  { wordsFrom, words }: { readonly wordsFrom: Uint32Array; readonly words: Uint32Array },
  vocabulary: number,
) {
  const byItem = new Float64Array(category.length);
  let all = 1e-9;
  for (let at = 0; at < count; at++) {
    byItem[item[at] ?? 0] = (byItem[item[at] ?? 0] ?? 0) + (weight[at] ?? 0);
    all += weight[at] ?? 0;
  }
  const categoryShares = new Float32Array(CATEGORIES);
  const wordShares = new Float32Array(vocabulary);
  for (let row = 0; row < byItem.length; row++) {
    const share = (byItem[row] ?? 0) / all;
    categoryShares[category[row] ?? 0] = (categoryShares[category[row] ?? 0] ?? 0) + share;
    for (let at = wordsFrom[row] ?? 0; at < (wordsFrom[row + 1] ?? 0); at++)
      wordShares[words[at] ?? 0] = (wordShares[words[at] ?? 0] ?? 0) + share;
  }
  return { categoryShares, wordShares };
}

function byItem({ count, item, person, weight }: Dealings, items: number) {
  const { from, entries } = listsBy(count, items, (at) => item[at] ?? 0, MODEL.dealers);
  return {
    dealersFrom: from,
    dealers: taken(person, entries),
    dealerWeights: taken(weight, entries),
  };
}

function byPerson(
  { count, item, person, weight, because, bid }: Dealings,
  people: number,
  openCount: number,
) {
  const busy = new Uint32Array(people);
  for (let at = 0; at < count; at++) busy[person[at] ?? 0] = (busy[person[at] ?? 0] ?? 0) + 1;
  const history = listsBy(count, people, (at) => person[at] ?? 0, MODEL.history);
  const personIfOpen = (at: number) => ((item[at] ?? 0) < openCount ? (person[at] ?? 0) : -1);
  const open = listsBy(count, people, personIfOpen, MODEL.openOfOne);
  const seen = listsBy(count, people, (at) => (bid[at] === 1 ? personIfOpen(at) : -1));
  // Who is busy says less by each: it is counted here, once, and not at every step of a search.
  const openWeights = Float32Array.from(
    open.entries,
    (at) => (weight[at] ?? 0) / (busy[person[at] ?? 0] ?? 1) ** MODEL.busyness,
  );
  return {
    historyFrom: history.from,
    history: taken(item, history.entries),
    historyWeights: taken(weight, history.entries),
    historyReasons: taken(because, history.entries),
    openFrom: open.from,
    open: taken(item, open.entries),
    openWeights,
    traffic: trafficOf(taken(item, open.entries), openWeights, openCount),
    seenFrom: seen.from,
    seen: taken(item, seen.entries),
  };
}

/** The part of all walks that would end at each open item if it were chance where they come from. */
function trafficOf(open: Uint32Array, openWeights: Float32Array, openCount: number): Float32Array {
  const traffic = new Float32Array(openCount);
  let all = 1e-9;
  for (const weight of openWeights) all += weight;
  for (let at = 0; at < open.length; at++)
    traffic[open[at] ?? 0] = (traffic[open[at] ?? 0] ?? 0) + (openWeights[at] ?? 0) / all;
  return traffic;
}
