import { type Ending, listed } from '../auction/auction.ts';
import { points } from '../auction/points.ts';
import type { OwnedState } from '../auction/records.ts';
import type { Person } from './people.ts';
import type { Plan } from './plans.ts';

const FIELDS = [
  'seq',
  'closedSeq',
  'endsAtMs',
  'pricePoints',
  'acceptedBids',
  'leader',
  'maximumPoints',
  'sinceMs',
  'ending',
  'closedAtMs',
] as const;

type Field = (typeof FIELDS)[number];

const ENDINGS = ['open', 'sold', 'no_bids', 'reserve_not_met', 'cancelled'] as const;

/** Whoever settled anything had taken the auction over first. */
export const OWNER_EPOCH = 1;

/** What became of every auction, in 80 bytes each: states as objects would be several times that. */
export class Outcomes {
  readonly #columns: Readonly<Record<Field, Float64Array>>;
  readonly #people: readonly Person[];
  readonly #places: ReadonlyMap<string, number>;

  constructor(auctions: number, people: readonly Person[]) {
    this.#columns = Object.fromEntries(FIELDS.map((field) => [field, new Float64Array(auctions)])) as Record<
      Field,
      Float64Array
    >;
    this.#people = people;
    this.#places = new Map(people.map(({ id, index }) => [id, index]));
  }

  keep(index: number, { auction, seq, closedSeq }: OwnedState): void {
    const { ending, leader } = auction;
    const kept: Record<Field, number> = {
      seq,
      closedSeq: closedSeq ?? 0,
      endsAtMs: auction.endsAtMs,
      pricePoints: auction.pricePoints,
      acceptedBids: auction.acceptedBids,
      leader: leader === null ? 0 : (this.#places.get(leader.userId) ?? 0) + 1,
      maximumPoints: leader?.maximumPoints ?? 0,
      sinceMs: leader?.sinceMs ?? 0,
      ending: ENDINGS.indexOf(nameOf(ending)),
      closedAtMs: ending?.atMs ?? 0,
    };
    for (const field of FIELDS) this.#columns[field][index] = kept[field];
  }

  isOver(index: number): boolean {
    return this.#columns.ending[index] !== 0;
  }

  /** What was kept; an auction in which nothing has happened is as it was listed, and nobody's yet. */
  of({ index, id, terms }: Plan, sellerId: string): OwnedState {
    const at = (field: Field) => this.#columns[field][index] ?? 0;
    const auction = listed(id, sellerId, terms);
    if (at('seq') === 0) return { auction, epoch: 0, seq: 0, closedSeq: null };
    const leader = this.#people[at('leader') - 1];
    const ending = this.#ending(at('ending'), at('closedAtMs'), leader?.id, at('pricePoints'));
    return {
      epoch: OWNER_EPOCH,
      seq: at('seq'),
      closedSeq: ending === null ? null : at('closedSeq'),
      auction: {
        ...auction,
        endsAtMs: at('endsAtMs'),
        pricePoints: points(at('pricePoints')),
        acceptedBids: at('acceptedBids'),
        leader:
          leader === undefined
            ? null
            : { userId: leader.id, maximumPoints: points(at('maximumPoints')), sinceMs: at('sinceMs') },
        ending,
      },
    };
  }

  #ending(number: number, atMs: number, winnerId: string | undefined, price: number): Ending | null {
    const name = ENDINGS[number];
    switch (name) {
      case 'sold':
        return { kind: 'sold', winnerId: winnerId ?? '', pricePoints: points(price), atMs };
      case 'no_bids':
      case 'reserve_not_met':
        return { kind: 'unsold', reason: name, atMs };
      case 'cancelled':
        return { kind: 'cancelled', atMs };
      case 'open':
      case undefined:
        return null;
      default:
        return name satisfies never;
    }
  }
}

function nameOf(ending: Ending | null): (typeof ENDINGS)[number] {
  if (ending === null) return 'open';
  return ending.kind === 'unsold' ? ending.reason : ending.kind;
}
