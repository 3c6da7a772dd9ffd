import type { Gender } from '../../auction/api.ts';
import { EVERYBODY, groupIndex } from './groups.ts';
import { roomFor } from './growing.ts';
import { IdTable } from './id-table.ts';

/** What somebody did with an item. `tried`: a bid that was refused although they wanted it. */
export type Deed = 'bid' | 'tried' | 'liked' | 'won';

export const BID = 1;
export const TRIED = 2;
export const WON = 4;
const BITS: Readonly<Record<Exclude<Deed, 'liked'>, number>> = { bid: BID, tried: TRIED, won: WON };

/**
 * Who dealt with which item, how, and when last: one row for a person and an item, whatever they did and in whatever order it is told.
 * So it may be told the same twice, and what is read from the database may overlap.
 */
export class InteractionLog {
  readonly people = new IdTable();
  count = 0;
  person = new Uint32Array(1024);
  item = new Uint32Array(1024);
  /** `BID`, `TRIED`, `WON`; none where it is only liked. */
  deeds = new Uint8Array(1024);
  /** In seconds since 1970; 0: never. */
  bidAt = new Uint32Array(1024);
  likedAt = new Uint32Array(1024);
  /** By person: what they last said of themselves. */
  group = new Uint8Array(256);
  #groupAt = new Uint32Array(256);
  #slots = new Int32Array(2048);

  note(person: number, item: number, deed: Deed, atMs: number): void {
    const row = this.#rowOf(person, item);
    const at = Math.floor(atMs / 1_000);
    if (deed === 'liked') {
      this.likedAt[row] = Math.max(this.likedAt[row] ?? 0, at);
      return;
    }
    this.deeds[row] = (this.deeds[row] ?? 0) | BITS[deed];
    this.bidAt[row] = Math.max(this.bidAt[row] ?? 0, at);
  }

  /** Age and gender that came with a bid; the latest says to which group somebody belongs now. */
  describe(person: number, age: number, gender: Gender, atMs: number): void {
    this.group = roomFor(this.group, person + 1);
    this.#groupAt = roomFor(this.#groupAt, person + 1);
    const at = Math.floor(atMs / 1_000);
    const before = this.#groupAt[person] ?? 0;
    const group = groupIndex(age, gender);
    // Of two in the same second either could be the latest: the same one wins in whatever order they come.
    if (at < before || (at === before && group <= (this.group[person] ?? EVERYBODY))) return;
    this.#groupAt[person] = at;
    this.group[person] = group;
  }

  groupOf(person: number): number {
    return this.group[person] ?? EVERYBODY;
  }

  /** Before all likes are told anew: some were taken back. */
  forgetLikes(): void {
    this.likedAt.fill(0);
  }

  #rowOf(person: number, item: number): number {
    const slot = this.#slotOf(person, item);
    const row = (this.#slots[slot] ?? 0) - 1;
    if (row >= 0) return row;
    const made = this.count++;
    this.person = roomFor(this.person, this.count);
    this.item = roomFor(this.item, this.count);
    this.deeds = roomFor(this.deeds, this.count);
    this.bidAt = roomFor(this.bidAt, this.count);
    this.likedAt = roomFor(this.likedAt, this.count);
    this.person[made] = person;
    this.item[made] = item;
    this.#slots[slot] = made + 1;
    if (this.count * 2 > this.#slots.length) this.#spread();
    return made;
  }

  #slotOf(person: number, item: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const mixed = Math.imul(Math.imul(person + 1, 0x9e3779b1) ^ item, 0x85ebca6b);
    for (let slot = (mixed ^ (mixed >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const row = (slots[slot] ?? 0) - 1;
      if (row < 0 || (this.person[row] === person && this.item[row] === item)) return slot;
    }
  }

  #spread(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let row = 0; row < this.count; row++) {
      this.#slots[this.#slotOf(this.person[row] ?? 0, this.item[row] ?? 0)] = row + 1;
    }
  }
}
