import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { CatalogueFacets } from '../../auction/api.ts';
import type { DB } from '../schema.ts';
import { openChosen } from './chosen.ts';
import { countFacets } from './facets.ts';
import type { Filter } from './filters.ts';
import { countHits, FEW, sortedHits } from './hits.ts';
import { type Overlay, shown } from './overlay.ts';
import { type Key, readPage } from './page.ts';
import { openPopular } from './popular.ts';
import { SORTS, type Sort } from './sorts.ts';
import { walk } from './walk.ts';

export type ListRequest = {
  readonly sort: Sort;
  readonly filter: Filter;
  /** A cursor of an earlier page of the very same list. */
  readonly cursor: string | undefined;
  readonly limit: number;
  readonly nowMs: number;
};

/** `cards` is the inside of a JSON array. Null: the cursor is not one of this list. */
export type ListAnswer = { readonly cards: string; readonly nextCursor: string | null } | null;

export type Catalogue = ReturnType<typeof openCatalogue>;

/** Whether there is little or much of something changes slowly, and both ways are right at the border. */
const REMEMBERED = { max: 10_000, ttl: 600_000 } as const;
const COUNTED = { max: 200, ttl: 5_000 } as const;

/** The lists of the house. `db` should be a reader of its own: see `openDatabase`. `overlay`: where something knows more than it. */
export function openCatalogue(db: Kysely<DB>, overlay?: Overlay) {
  const isFew = new LRUCache<string, { few: boolean }, ListRequest>({
    ...REMEMBERED,
    // Asked once, however many wait for the answer.
    fetchMethod: async (_key, _old, { context }) => ({ few: await hasFewHits(db, context) }),
  });
  const facets = new LRUCache<string, CatalogueFacets, ListRequest>({
    ...COUNTED,
    fetchMethod: (_key, _old, { context }) => countFacets(db, context.filter, context.nowMs),
  });

  return {
    popular: openPopular(db, overlay),
    chosen: openChosen(db, overlay),

    async list(request: ListRequest): Promise<ListAnswer> {
      const { sort, filter, limit } = request;
      const list = nameOf(sort, filter);
      const plain = isPlain(sort, filter);
      const after = request.cursor === undefined ? undefined : readCursor(request.cursor, list);
      // We never write one that would sort a whole catalogue.
      if (request.cursor !== undefined && (after === undefined || (after.few && plain))) return null;
      const few = after?.few ?? (!plain && (await isFew.fetch(list, { context: request }))?.few === true);
      const asked = { sort, filter, after: after?.key, limit, nowMs: request.nowMs };
      const { cards, last } = await readPage(db, few ? sortedHits(asked) : walk(asked), limit);
      return {
        cards: await shown(cards, overlay),
        nextCursor: last === undefined ? null : writeCursor(list, few, last),
      };
    },

    /** At most some seconds old. */
    async facets(request: ListRequest): Promise<CatalogueFacets> {
      const counted = await facets.fetch(nameOf(SORTS.newest, request.filter), { context: request });
      if (counted === undefined) throw new Error('facets were not counted');
      return counted;
    },
  };
}

async function hasFewHits(db: Kysely<DB>, { sort, filter, nowMs }: ListRequest): Promise<boolean> {
  const states = filter.states.length === 0 ? sort.states : filter.states;
  return (await countHits(db, { ...filter, states }, nowMs)) <= FEW;
}

/** Narrowed only along its indices: nothing to test on the way but the time. */
function isPlain({ column }: Sort, { terms, minPrice, maxPrice, endsBeforeMs }: Filter): boolean {
  const byPrice = minPrice !== undefined || maxPrice !== undefined;
  return (
    terms.length === 0 &&
    (!byPrice || column === 'price') &&
    (endsBeforeMs === undefined || column === 'ends_at_ms')
  );
}

/** The same for the same list only. */
function nameOf(sort: Sort, filter: Filter): string {
  const { terms, states, categories, minPrice, maxPrice, endsBeforeMs } = filter;
  const words = terms.map(({ text }) => text).sort();
  return JSON.stringify([sort.name, words, states, categories, minPrice, maxPrice, endsBeforeMs]);
}

/* ---- cursors: which list, which way, and the last row ---- */

const FORM = /^([\w-]{11}) ([fw]) (\d{1,16}) ([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

const fingerprint = (list: string): string =>
  createHash('sha256').update(list).digest('base64url').slice(0, 11);

const writeCursor = (list: string, few: boolean, [value, id]: Key): string =>
  Buffer.from(`${fingerprint(list)} ${few ? 'f' : 'w'} ${value} ${id}`).toString('base64url');

/** Goes on the way it began: the order of relevance depends on it. */
function readCursor(cursor: string, list: string): { few: boolean; key: Key } | undefined {
  const [, of, way, value, id] = FORM.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (of !== fingerprint(list) || value === undefined || id === undefined) return undefined;
  return { few: way === 'f', key: [value, id] };
}
