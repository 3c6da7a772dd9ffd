import type { Kysely } from 'kysely';
import type { DB } from '../schema.ts';
import { cardText } from './card-text.ts';
import { boundsAre, categoriesAre, type Filter, indexHas, statesAre, titleHas } from './filters.ts';
import type { CardQuery, CardRequest } from './page.ts';
import { preparedName } from './preparing.ts';
import { Statement } from './statement.ts';
import { beyond } from './walk.ts';

/** More hits than this are walked along the sort: sorting a hit costs 4 µs, and walking to a page of 1,000 in 600,000 some 5 ms. */
export const FEW = 1_000;

/** Finds everything that fits by whichever index is narrowest, sorts it, and only then looks up the cards of the page: right where there is little. */
export function sortedHits({ sort, filter, after, limit, nowMs }: CardRequest): CardQuery {
  const states = filter.states.length === 0 ? sort.states : filter.states;
  const statement = new Statement(preparedName('hits', { sort, filter, after, limit, nowMs }, states));
  const now = statement.bound(nowMs);
  const asked = { ...filter, states };
  const table = saysAll(asked) && sort.column === 'listed_at_us' ? 'w' : 'c';
  const key = sort.name === 'relevance' ? relevance(statement, filter, table) : `${table}.${sort.column}`;
  const hits = matching(statement, asked, now, { table, columns: `${table}.auction_id, ${key} as key` });
  const [onwards] = beyond(statement, sort, after, 'key');
  const way = sort.descending ? 'desc' : 'asc';
  const inOrder = `order by key ${way}, auction_id ${way}`;
  const rows = `with hits as materialized (${hits}), best as materialized (
      select auction_id, key from hits${onwards === undefined ? '' : ` where ${onwards}`} ${inOrder} limit ${limit + 1})
    select auction_id as id, key, ${cardText(now)} as card from best join catalogue using (auction_id) ${inOrder}`;
  return { statement, rows };
}

/** Counts hits up to one more than few. The database plans to find all of them, so it takes the narrowest index, and then stops early. */
export async function countHits(db: Kysely<DB>, filter: Filter, nowMs: number): Promise<number> {
  const statement = new Statement();
  const table = saysAll(filter) ? 'w' : 'c';
  const hits = matching(statement, filter, statement.bound(nowMs), { table, columns: '1' });
  const text = `with hits as materialized (${hits})
    select count(*) as hits from (select from hits limit ${FEW + 1}) as counted`;
  const [counted] = await statement.rows<{ hits: number }>(db, text);
  return counted?.hits ?? 0;
}

type Wanted = {
  /** `w`: of `catalogue_words` alone; `c`: of `catalogue`. */
  readonly table: 'w' | 'c';
  readonly columns: string;
};

/** Everything that fits a filter, as a query for some columns. */
export function matching(
  statement: Statement,
  filter: Filter,
  now: string,
  { table, columns }: Wanted,
): string {
  const conditions = [
    ...(filter.terms.length === 0 ? [] : indexHas(statement, filter.terms)),
    ...statesAre(filter.states, now),
    ...categoriesAre(statement, filter.categories),
    ...boundsAre(statement, filter),
  ];
  const joined = 'catalogue_words w join catalogue c on c.auction_id = w.auction_id';
  const tables = table === 'w' ? 'catalogue_words w' : filter.terms.length === 0 ? 'catalogue c' : joined;
  return `select ${columns} from ${tables}${conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`}`;
}

/** Whether the words say all that is asked of an auction: then they are enough to find it by. */
function saysAll({ terms, states, categories, minPrice, maxPrice, endsBeforeMs }: Filter): boolean {
  const isBounded = [minPrice, maxPrice, endsBeforeMs].some((bound) => bound !== undefined);
  return terms.length > 0 && states.length + categories.length === 0 && !isBounded;
}

/** How many of the words stand whole in the title, then the newest. One number, which a JavaScript number holds exactly. */
function relevance(statement: Statement, { terms }: Filter, table: Wanted['table']): string {
  const whole = titleHas(
    statement,
    terms.map((term) => ({ ...term, whole: true })),
    `${table}.folded`,
  );
  const found = whole.map((condition) => `(${condition})::int`).join(' + ');
  return `(${found})::bigint * 10000000000000 + ${table}.listed_at_us / 1000`;
}
