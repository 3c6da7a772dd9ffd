import type { Kysely } from 'kysely';
import type { CatalogueFacets, CatalogueState } from '../../auction/api.ts';
import { CATEGORY_IDS, type Category } from '../../auction/categories.ts';
import type { DB } from '../schema.ts';
import { CATALOGUE_STATES, type Filter, stateIs } from './filters.ts';
import { matching } from './hits.ts';
import { Statement } from './statement.ts';

type Row = { readonly category: Category } & { readonly [S in CatalogueState]: number };

/** Counts under all filters but the one that is counted by, in one look at what the others leave. */
export async function countFacets(db: Kysely<DB>, filter: Filter, nowMs: number): Promise<CatalogueFacets> {
  const statement = new Statement();
  const now = statement.bound(nowMs);
  const found = matching(statement, { ...filter, states: [], categories: [] }, now, {
    table: 'c',
    columns: 'category, open, starts_at_ms, ends_at_ms',
  });
  const counts = CATALOGUE_STATES.map(
    (state) => `count(*) filter (where ${stateIs(state, now)}) as ${state}`,
  );
  const rows = await statement.rows<Row>(
    db,
    `select category, ${counts.join(', ')} from (${found}) as found group by category`,
  );

  const states: Record<CatalogueState, number> = { ready: 0, live: 0, closed: 0 };
  const categories = Object.fromEntries(CATEGORY_IDS.map((id) => [id, 0])) as Record<Category, number>;
  const asked = <T>(list: readonly T[], value: T) => list.length === 0 || list.includes(value);
  for (const row of rows) {
    for (const state of CATALOGUE_STATES) {
      if (asked(filter.categories, row.category)) states[state] += row[state];
      if (asked(filter.states, state)) categories[row.category] += row[state];
    }
  }
  return { state: states, category: categories };
}
