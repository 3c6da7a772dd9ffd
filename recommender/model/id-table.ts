import { roomFor } from './growing.ts';

/** What an id table consists of: four words per id, and for each id a slot that holds its row plus one. */
export type IdColumns = { readonly words: Uint32Array; readonly slots: Int32Array };

/** UUIDs as rows 0, 1, 2 … in the order in which they were first seen: 24 bytes for each, where a Map takes over a hundred. */
export class IdTable {
  #words: Uint32Array;
  #slots: Int32Array;
  #count: number;

  constructor(columns: IdColumns = { words: new Uint32Array(64), slots: new Int32Array(64) }, count = 0) {
    this.#words = columns.words;
    this.#slots = columns.slots;
    this.#count = count;
  }

  get count(): number {
    return this.#count;
  }

  /** The row of an id, made now if it is new. */
  rowOf(uuid: string): number {
    return this.rowOfWords(wordAt(uuid, 0), wordAt(uuid, 1), wordAt(uuid, 2), wordAt(uuid, 3));
  }

  /** The row of an id, or -1. */
  find(uuid: string): number {
    const words = [wordAt(uuid, 0), wordAt(uuid, 1), wordAt(uuid, 2), wordAt(uuid, 3)] as const;
    return (this.#slots[this.#slotOf(...words)] ?? 0) - 1;
  }

  /** The same of an id as its 16 bytes. */
  rowAt(view: DataView, at: number): number {
    return this.rowOfWords(
      view.getUint32(at),
      view.getUint32(at + 4),
      view.getUint32(at + 8),
      view.getUint32(at + 12),
    );
  }

  findAt(view: DataView, at: number): number {
    const slot = this.#slotOf(
      view.getUint32(at),
      view.getUint32(at + 4),
      view.getUint32(at + 8),
      view.getUint32(at + 12),
    );
    return (this.#slots[slot] ?? 0) - 1;
  }

  rowOfWords(a: number, b: number, c: number, d: number): number {
    const slot = this.#slotOf(a, b, c, d);
    const row = (this.#slots[slot] ?? 0) - 1;
    if (row >= 0) return row;
    const made = this.#count++;
    this.#words = roomFor(this.#words, this.#count * 4);
    this.#words.set([a, b, c, d], made * 4);
    this.#slots[slot] = made + 1;
    if (this.#count * 2 > this.#slots.length) this.#spread(this.#slots.length * 2);
    return made;
  }

  textOf(row: number): string {
    const hex = [0, 1, 2, 3]
      .map((n) => (this.#words[row * 4 + n] ?? 0).toString(16).padStart(8, '0'))
      .join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  /** A table of some of the rows, in the given order. */
  picked(rows: Uint32Array): IdTable {
    const words = new Uint32Array(rows.length * 4);
    for (let at = 0; at < rows.length; at++) {
      const from = (rows[at] ?? 0) * 4;
      words.set(this.#words.subarray(from, from + 4), at * 4);
    }
    const picked = new IdTable({ words, slots: new Int32Array(0) }, rows.length);
    picked.#spread(2 ** Math.max(6, Math.ceil(Math.log2(rows.length * 2 + 1))));
    return picked;
  }

  columns(): IdColumns {
    return { words: this.#words.subarray(0, this.#count * 4), slots: this.#slots };
  }

  #slotOf(a: number, b: number, c: number, d: number): number {
    const [words, slots] = [this.#words, this.#slots];
    const mask = slots.length - 1;
    let slot = Math.imul(a ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35) ^ d, 0x9e3779b1) >>> 0;
    for (slot = (slot ^ (slot >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const at = ((slots[slot] ?? 0) - 1) * 4;
      if (at < 0) return slot;
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d) return slot;
    }
  }

  #spread(size: number): void {
    this.#slots = new Int32Array(size);
    const words = this.#words;
    for (let row = 0; row < this.#count; row++) {
      const at = row * 4;
      this.#slots[this.#slotOf(words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0)] =
        row + 1;
    }
  }
}

/** The n-th 32 bits of a UUID in text: `aaaaaaaa-bbbb-bbbb-cccc-ccccdddddddd`. */
function wordAt(uuid: string, n: 0 | 1 | 2 | 3): number {
  switch (n) {
    case 0:
      return Number.parseInt(uuid.slice(0, 8), 16);
    case 1:
      return Number.parseInt(uuid.slice(9, 13) + uuid.slice(14, 18), 16);
    case 2:
      return Number.parseInt(uuid.slice(19, 23) + uuid.slice(24, 28), 16);
    case 3:
      return Number.parseInt(uuid.slice(28, 36), 16);
    default:
      return n satisfies never;
  }
}
