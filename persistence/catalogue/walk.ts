import type { CatalogueState } from '../../auction/api.ts';
import { CATEGORY_IDS, type Category } from '../../auction/categories.ts';
import { CARD_COLUMNS, cardText } from './card-text.ts';
import { boundsAre, categoriesAre, type Filter, stateIs, titleHas } from './filters.ts';
import type { CardQuery, CardRequest, Key } from './page.ts';
import { preparedName } from './preparing.ts';
import type { Sort } from './sorts.ts';
import { Statement } from './statement.ts';

/**
 * Walks the index of the sort and tests each row: right for everything of which there is plenty. A list of some states or categories is
 * merged from the walks of each, so none of them is longer than the page and those it passes: open items that time makes ready and not
 * live, or the other way round, and what fails a test.
 */
export function walk({ sort, filter, after, limit, nowMs }: CardRequest): CardQuery {
  const states = filter.states.length === 0 ? sort.states : filter.states;
  const statement = new Statement(preparedName('walk', { sort, filter, after, limit, nowMs }, states));
  const now = statement.bound(nowMs);
  const tests = [
    ...titleHas(statement, filter.terms),
    ...boundsAre(statement, filter),
    ...beyond(statement, sort, after),
  ];
  const way = sort.descending ? 'desc' : 'asc';
  const inOrder = `order by key ${way}, auction_id ${way} limit ${limit + 1}`;
  // Each part has the order and the limit of the whole, so that it is walked and then merged, never sorted.
  const select = (table: string, ...conditions: readonly string[]) =>
    `(select auction_id, ${sort.column} as key, ${CARD_COLUMNS} from ${table}${where([...conditions, ...tests])} ${inOrder})`;
  const parts = pathsOf(states, sort, filter).map(({ open, category }) =>
    select(
      'catalogue',
      ...(open === undefined ? [] : [open ? 'open' : 'not open']),
      ...(category === undefined ? [] : categoriesAre(statement, [category])),
      ...(open ? whileOpen(states, now) : []),
    ),
  );
  const late = states.includes('closed') && states.length < 3 ? lateOnes(statement, filter, now) : '';
  if (late !== '') parts.push(select('late'));
  const rows = `${late}select auction_id as id, key, ${cardText(now)} as card from (${parts.join(' union all ')}) as found ${inOrder}`;
  return { statement, rows };
}

/** Over, and nobody has closed them yet: few, and not along the way. */
const lateOnes = (statement: Statement, filter: Filter, now: string) =>
  `with late as materialized (select * from catalogue${where([
    `open and ends_at_ms <= ${now}`,
    ...categoriesAre(statement, filter.categories),
  ])}) `;

type Path = { readonly open: boolean | undefined; readonly category: Category | undefined };

/** Which indices to walk: one of the whole catalogue, or one stretch for each category and whether it is open. */
function pathsOf(states: readonly CatalogueState[], { openIndex }: Sort, { categories }: Filter): Path[] {
  const all = states.length === 0 || states.length === 3;
  if (all && categories.length === 0 && !openIndex) return [{ open: undefined, category: undefined }];
  const wantsOpen = all || states.some((state) => state !== 'closed');
  const wantsClosed = all || states.includes('closed');
  const opennesses = [...(wantsOpen ? [true] : []), ...(wantsClosed ? [false] : [])];
  return opennesses.flatMap((open): Path[] => {
    if (open && openIndex && categories.length === 0) return [{ open, category: undefined }];
    return (categories.length === 0 ? CATEGORY_IDS : categories).map((category) => ({ open, category }));
  });
}

/** Of the open ones, those that time makes what was asked for. */
function whileOpen(states: readonly CatalogueState[], now: string): string[] {
  const wanted = states.filter((state) => state !== 'closed');
  if (states.length === 0 || states.length === 3) return [];
  if (wanted.length === 2) return [`ends_at_ms > ${now}`];
  return wanted.map((state) => stateIs(state, now));
}

export function beyond(
  statement: Statement,
  { column, descending }: Sort,
  after: Key | undefined,
  key = column,
) {
  if (after === undefined) return [];
  const sign = descending ? '<' : '>';
  return [
    `(${key}, auction_id) ${sign} (${statement.bind(after[0])}::bigint, ${statement.bind(after[1])}::uuid)`,
  ];
}

const where = (conditions: readonly string[]) =>
  conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
