import { CATEGORY_IDS } from '../../auction/categories.ts';
import { GROUPS } from './groups.ts';
import { IdTable } from './id-table.ts';

/**
 * What was learned, as columns, so that it can be handed from thread to thread and written to a file as it is. Rows of items: first those
 * that could still be bid on when it was learned ("open"), then the others that somebody dealt with. `…From[n]` to `…From[n + 1]` is where
 * the entries of row n stand.
 */
export type ModelColumns = {
  readonly itemWords: Uint32Array;
  readonly itemSlots: Int32Array;
  readonly personWords: Uint32Array;
  readonly personSlots: Int32Array;
  readonly sellerWords: Uint32Array;
  readonly sellerSlots: Int32Array;

  readonly category: Uint8Array;
  readonly titlesFrom: Uint32Array;
  readonly titles: Uint8Array;
  readonly wordsFrom: Uint32Array;
  readonly words: Uint32Array;

  /** Of open items only. These change between two learnings. */
  readonly seller: Uint32Array;
  readonly startsAtMs: Float64Array;
  readonly endsAtMs: Float64Array;
  readonly over: Uint8Array;
  /** Of open items: how many people deal with them lately, how many a day, as a logarithm; and their share of all that is done with open items. */
  readonly votes: Float32Array;
  readonly appeal: Float32Array;
  readonly traffic: Float32Array;

  /** Who dealt with an item, the latest first. */
  readonly dealersFrom: Uint32Array;
  readonly dealers: Uint32Array;
  readonly dealerWeights: Float32Array;
  /** What somebody dealt with, the latest first. */
  readonly historyFrom: Uint32Array;
  readonly history: Uint32Array;
  readonly historyWeights: Float32Array;
  readonly historyReasons: Uint8Array;
  /** Open items that somebody deals with, the latest first; and all those they bid on. */
  readonly openFrom: Uint32Array;
  readonly open: Uint32Array;
  readonly openWeights: Float32Array;
  readonly seenFrom: Uint32Array;
  readonly seen: Uint32Array;

  /** By group and category: the most popular open items. */
  readonly popularFrom: Uint32Array;
  readonly popular: Uint32Array;
  /** As a logarithm how much more the group deals with each than everybody does; -infinity where the group does not. */
  readonly popularLifts: Float32Array;
  /** The same by group and category. */
  readonly groupLifts: Float32Array;

  /** By word: the open items with it, the newest first. */
  readonly postingsFrom: Uint32Array;
  readonly postings: Uint32Array;
  /** By word and by category: the share of all that is done with items that have it. */
  readonly wordShares: Float32Array;
  readonly categoryShares: Float32Array;
};

export type ModelFacts = {
  readonly learnedAtMs: number;
  /** Pairs of a person and an item. */
  readonly interactions: number;
  readonly items: number;
  readonly openItems: number;
  readonly people: number;
};

export type Model = {
  readonly facts: ModelFacts;
  readonly columns: ModelColumns;
  readonly items: IdTable;
  readonly people: IdTable;
  readonly sellers: IdTable;
};

export const CATEGORIES = CATEGORY_IDS.length;

/** Where the popular items of a group in a category stand. */
export const shelfOf = (group: number, category: number): number => group * CATEGORIES + category;
export const SHELVES = GROUPS * CATEGORIES;

export function modelOf(facts: ModelFacts, columns: ModelColumns): Model {
  const { itemWords, itemSlots, personWords, personSlots, sellerWords, sellerSlots } = columns;
  return {
    facts,
    columns,
    items: new IdTable({ words: itemWords, slots: itemSlots }, itemWords.length / 4),
    people: new IdTable({ words: personWords, slots: personSlots }, personWords.length / 4),
    sellers: new IdTable({ words: sellerWords, slots: sellerSlots }, sellerWords.length / 4),
  };
}

const decoder = new TextDecoder();

export function titleOf({ columns }: Model, row: number): string {
  return decoder.decode(columns.titles.subarray(columns.titlesFrom[row], columns.titlesFrom[row + 1]));
}

/** Live, or starting soon enough to be shown. */
export function isOffered({ columns }: Model, row: number, nowMs: number, startsWithinMs: number): boolean {
  return (
    columns.over[row] === 0 &&
    (columns.endsAtMs[row] ?? 0) > nowMs &&
    (columns.startsAtMs[row] ?? 0) <= nowMs + startsWithinMs
  );
}
