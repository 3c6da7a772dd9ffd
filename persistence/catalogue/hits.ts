import type { Kysely } from 'kysely';
import type { DB } from '../schema.ts';
import { CARD_COLUMNS, cardText } from './card-text.ts';
import { boundsAre, categoriesAre, type Filter, indexHas, statesAre, titleHas } from './filters.ts';
import type { CardQuery, CardRequest } from './page.ts';
import { preparedName } from './preparing.ts';
import { Statement } from './statement.ts';
import { beyond } from './walk.ts';

/** More hits than this are walked along the sort: sorting a hit costs 4 µs, and walking to a page of 1,000 in 600,000 some 5 ms. */
export const FEW = 1_000;

/** Finds everything that fits by whichever index is narrowest, then sorts it: right where there is little. */
export function sortedHits({ sort, filter, after, limit, nowMs }: CardRequest): CardQuery {
  const states = filter.states.length === 0 ? sort.states : filter.states;
  const statement = new Statement(preparedName('hits', { sort, filter, after, limit, nowMs }, states));
  const now = statement.bound(nowMs);
  const key = sort.name === 'relevance' ? relevance(statement, filter) : sort.column;
  const hits = matching(
    statement,
    { ...filter, states },
    now,
    `c.auction_id, ${key} as key, ${CARD_COLUMNS}`,
  );
  const [onwards] = beyond(statement, sort, after, 'key');
  const order = sort.descending ? 'desc' : 'asc';
  const rows = `with hits as materialized (${hits})
    select auction_id as id, key, ${cardText(now)} as card from hits${onwards === undefined ? '' : ` where ${onwards}`}
    order by key ${order}, auction_id ${order} limit ${limit + 1}`;
  return { statement, rows };
}

/** Nothing of a row but that it is there. */
const NONE = '1';

/** Counts hits up to one more than few. The database plans to find all of them, so it takes the narrowest index, and then stops early. */
export async function countHits(db: Kysely<DB>, filter: Filter, nowMs: number): Promise<number> {
  const statement = new Statement();
  const text = `with hits as materialized (${matching(statement, filter, statement.bound(nowMs), NONE)})
    select count(*) as hits from (select from hits limit ${FEW + 1}) as counted`;
  const [counted] = await statement.rows<{ hits: number }>(db, text);
  return counted?.hits ?? 0;
}

/** Everything that fits a filter, as a query for the named columns of `catalogue`. */
export function matching(statement: Statement, filter: Filter, now: string, columns: string): string {
  const conditions = [
    ...(filter.terms.length === 0 ? [] : indexHas(statement, filter.terms)),
    ...statesAre(filter.states, now),
    ...categoriesAre(statement, filter.categories),
    ...boundsAre(statement, filter),
  ];
  const where = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
  return `select ${columns} from ${tablesFor(filter, columns)}${where}`;
}

/** Words are counted where they are found, unless something else is asked of the auction. */
function tablesFor({ terms, states, categories, minPrice, maxPrice, endsBeforeMs }: Filter, columns: string) {
  if (terms.length === 0) return 'catalogue c';
  const more =
    states.length + categories.length > 0 ||
    [minPrice, maxPrice, endsBeforeMs].some((bound) => bound !== undefined);
  return columns === NONE && !more
    ? 'catalogue_words w'
    : 'catalogue_words w join catalogue c on c.auction_id = w.auction_id';
}

/** How many of the words stand whole in the title, then the newest. One number, which a JavaScript number holds exactly. */
function relevance(statement: Statement, { terms }: Filter): string {
  const whole = titleHas(
    statement,
    terms.map((term) => ({ ...term, whole: true })),
    'c.folded',
  );
  const found = whole.map((condition) => `(${condition})::int`).join(' + ');
  return `(${found})::bigint * 10000000000000 + listed_at_us / 1000`;
}
