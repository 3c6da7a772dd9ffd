/** A catalogue filled row by row as a test wants it, and what its lists should be, told naively. */
import type { AuctionCard, CatalogueState } from '../../../auction/api.ts';
import type { Category } from '../../../auction/categories.ts';
import { points } from '../../../auction/points.ts';
import type { Filter } from '../../../persistence/catalogue/filters.ts';
import type { Sort } from '../../../persistence/catalogue/sorts.ts';
import { listed, plainTerms, type Stage } from '../../support/stage.ts';

export type Thing = {
  readonly title: string;
  readonly category: Category;
  readonly price: number;
  readonly likes: number;
  readonly bids: number;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly ending: 'sold' | 'unsold' | 'cancelled' | null;
};

export type Shelved = Thing & { readonly id: string; readonly listedAtUs: number };

/** Lists it as anybody would, then moves what the house would have moved meanwhile. */
export async function shelve(stage: Stage, sellerId: string, thing: Thing): Promise<Shelved> {
  const { auction, listedAt } = await listed(stage.db, {
    sellerId,
    title: thing.title,
    description: '',
    category: thing.category,
    terms: {
      ...plainTerms(Date.now()),
      startPricePoints: points(1),
      startsAtMs: thing.startsAtMs,
      plannedEndsAtMs: thing.endsAtMs,
    },
  });
  const { price, likes, bids, ending } = thing;
  const row = await stage.db
    .updateTable('catalogue')
    .set({ price, likes, bids, ending })
    .where('auction_id', '=', auction.id)
    .returning('listed_at_us')
    .executeTakeFirstOrThrow();
  if (Math.floor(row.listed_at_us / 1_000) !== listedAt.getTime()) throw new Error('listed at another time');
  return { ...thing, id: auction.id, listedAtUs: row.listed_at_us };
}

const stateOf = (thing: Thing, nowMs: number): CatalogueState => {
  if (thing.ending !== null || thing.endsAtMs <= nowMs) return 'closed';
  return thing.startsAtMs > nowMs ? 'ready' : 'live';
};

const plain = (text: string) => text.normalize('NFKC').toLowerCase();

function fits(
  thing: Thing,
  { terms, states, categories, minPrice, maxPrice, endsBeforeMs }: Filter,
  nowMs: number,
) {
  const words = plain(thing.title).split(/\s+/);
  return (
    terms.every(({ text }) =>
      /^[\x20-\x7e]$/.test(text) ? words.includes(text) : plain(thing.title).includes(text),
    ) &&
    (states.length === 0 || states.includes(stateOf(thing, nowMs))) &&
    (categories.length === 0 || categories.includes(thing.category)) &&
    thing.price >= (minPrice ?? 0) &&
    thing.price <= (maxPrice ?? Number.POSITIVE_INFINITY) &&
    thing.endsAtMs < (endsBeforeMs ?? Number.POSITIVE_INFINITY)
  );
}

/** Ids in the order in which the list should have them. */
export function naively(shelf: readonly Shelved[], sort: Sort, filter: Filter, nowMs: number): string[] {
  const states = filter.states.length === 0 ? sort.states : filter.states;
  const key = (thing: Shelved): number => {
    switch (sort.name) {
      case 'newest':
        return thing.listedAtUs;
      case 'ending':
        return thing.endsAtMs;
      case 'starting':
        return thing.startsAtMs;
      case 'price':
      case '-price':
        return thing.price;
      case 'likes':
        return thing.likes;
      case 'bids':
        return thing.bids;
      case 'relevance': {
        const words = plain(thing.title).split(/\s+/);
        const whole = filter.terms.filter(({ text }) => words.includes(text)).length;
        return whole * 1e13 + Math.floor(thing.listedAtUs / 1_000);
      }
      default:
        return sort.name satisfies never;
    }
  };
  const sign = sort.descending ? -1 : 1;
  return shelf
    .filter((thing) => fits(thing, { ...filter, states }, nowMs))
    .toSorted((a, b) => sign * (key(a) - key(b) || (a.id < b.id ? -1 : 1)))
    .map(({ id }) => id);
}

export const cardsOf = (cards: string): AuctionCard[] => JSON.parse(`[${cards}]`) as AuctionCard[];
