import { CATEGORY_IDS, type Category } from '../../auction/categories.ts';
import { roomFor } from './growing.ts';
import { IdTable } from './id-table.ts';
import { wordsOf } from './words.ts';

export type Item = {
  readonly id: string;
  readonly sellerId: string;
  readonly category: Category;
  readonly title: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  /** It was closed, cancelled or withdrawn. */
  readonly over: boolean;
};

export type ItemFacts = Pick<Item, 'title' | 'startsAtMs' | 'endsAtMs' | 'over'> & {
  readonly seller: number;
  readonly category: number;
};

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Everything known of auctions. A row may be there before its item is known, because a bid was read first. */
export class ItemTable {
  readonly ids = new IdTable();
  readonly sellers = new IdTable();
  /** 0: not known yet. */
  known = new Uint8Array(256);
  seller = new Uint32Array(256);
  category = new Uint8Array(256);
  startsAtMs = new Float64Array(256);
  endsAtMs = new Float64Array(256);
  over = new Uint8Array(256);
  /** By item: where its words and its title begin and end in the lists of all. */
  wordsFrom = new Uint32Array(256);
  wordsTo = new Uint32Array(256);
  titleFrom = new Uint32Array(256);
  titleTo = new Uint32Array(256);
  words = new Uint32Array(1024);
  titles = new Uint8Array(4096);
  #wordsEnd = 0;
  #titlesEnd = 0;
  readonly #vocabulary = new Map<string, number>();

  get count(): number {
    return this.ids.count;
  }

  get vocabularySize(): number {
    return this.#vocabulary.size;
  }

  /** Puts an item in, or what became of it. */
  put({ id, sellerId, category, ...item }: Item): number {
    const row = this.ids.rowOf(id);
    this.putRow(row, {
      ...item,
      seller: this.sellers.rowOf(sellerId),
      category: CATEGORY_IDS.indexOf(category),
    });
    return row;
  }

  /** The same by rows of `ids` and `sellers`, and the category by its place in the list. */
  putRow(row: number, item: ItemFacts): void {
    this.#makeRoom(row + 1);
    const known = this.known[row] === 1;
    this.known[row] = 1;
    this.seller[row] = item.seller;
    this.category[row] = item.category;
    this.startsAtMs[row] = item.startsAtMs;
    this.endsAtMs[row] = item.endsAtMs;
    this.over[row] = item.over ? 1 : 0;
    if (!known || this.titleOf(row) !== item.title) this.#entitle(row, item.title);
  }

  /** The seller took it back: there is no such item any more. */
  remove(row: number): void {
    if (this.isKnown(row)) this.over[row] = 1;
  }

  titleOf(row: number): string {
    return decoder.decode(this.titles.subarray(this.titleFrom[row], this.titleTo[row]));
  }

  isKnown(row: number): boolean {
    return this.known[row] === 1;
  }

  #entitle(row: number, title: string): void {
    this.titles = roomFor(this.titles, this.#titlesEnd + title.length * 3);
    this.titleFrom[row] = this.#titlesEnd;
    this.#titlesEnd += encoder.encodeInto(title, this.titles.subarray(this.#titlesEnd)).written;
    this.titleTo[row] = this.#titlesEnd;

    const words = wordsOf(title);
    this.words = roomFor(this.words, this.#wordsEnd + words.length);
    this.wordsFrom[row] = this.#wordsEnd;
    for (const word of words) this.words[this.#wordsEnd++] = this.#wordNumber(word);
    this.wordsTo[row] = this.#wordsEnd;
  }

  #wordNumber(word: string): number {
    const number = this.#vocabulary.get(word) ?? this.#vocabulary.size;
    this.#vocabulary.set(word, number);
    return number;
  }

  #makeRoom(count: number): void {
    this.known = roomFor(this.known, count);
    this.seller = roomFor(this.seller, count);
    this.category = roomFor(this.category, count);
    this.startsAtMs = roomFor(this.startsAtMs, count);
    this.endsAtMs = roomFor(this.endsAtMs, count);
    this.over = roomFor(this.over, count);
    this.wordsFrom = roomFor(this.wordsFrom, count);
    this.wordsTo = roomFor(this.wordsTo, count);
    this.titleFrom = roomFor(this.titleFrom, count);
    this.titleTo = roomFor(this.titleTo, count);
  }
}
