import type { Kysely } from 'kysely';
import type { DB } from '../schema.ts';
import type { Filter } from './filters.ts';
import type { Sort } from './sorts.ts';
import type { Statement } from './statement.ts';

/** A query for the cards of a page in order and one more, each with its id and sort key. */
export type CardQuery = { readonly statement: Statement; readonly rows: string };

/** Where to go on: the sort column and the id of the last row. */
export type Key = readonly [value: string, id: string];

/** A page of a list. */
export type CardRequest = {
  readonly sort: Sort;
  readonly filter: Filter;
  readonly after: Key | undefined;
  readonly limit: number;
  readonly nowMs: number;
};

/** `cards`: the inside of a JSON array. `last`: the key of the last of them; undefined when there are no more. */
export type CardPage = { readonly cards: string; readonly last: Key | undefined };

type PageRow = {
  readonly cards: string | null;
  readonly found: number;
  readonly key: number | null;
  readonly id: string | null;
};

/** JSON has no line breaks of its own, so cards can be told apart without reading them. */
const BETWEEN = ',\n';

/** Gets a page as one value: rows and columns one by one cost the server more than all the rest of a list. */
export async function readPage(
  db: Kysely<DB>,
  { statement, rows }: CardQuery,
  limit: number,
): Promise<CardPage> {
  const [page] = await statement.rows<PageRow>(
    db,
    `select string_agg(card, E',\\n') as cards, count(*) as found, (array_agg(key))[${limit}] as key,
       (array_agg(id))[${limit}] as id from (${rows}) as page`,
  );
  const cards = page?.cards ?? '';
  if (page === undefined || page.found <= limit) return { cards, last: undefined };
  return { cards: cards.slice(0, cards.lastIndexOf(BETWEEN)), last: [String(page.key), page.id ?? ''] };
}

export const cardsIn = (cards: string): readonly string[] => (cards === '' ? [] : cards.split(BETWEEN));

export const joined = (cards: readonly string[]): string => cards.join(BETWEEN);
