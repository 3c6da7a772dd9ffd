/** What is asked, by the name under which it is reported. */

/** The catalogue's own: lists and searches, and a bit of everything. */
export const CATALOGUE_QUERIES = [
  'newest',
  'ending',
  'price',
  'likes',
  'category-newest',
  'keyword-rare',
  'keyword-common',
  'keyword-ko2',
  'mix',
] as const;

/** What the same server answers when it asks the database nothing but `select 1`, and nothing at all: no list can be faster. */
export const FLOORS = ['select-1', 'no-db'] as const;

/** The reference system's way, whole and without counting. */
export const REFERENCES = ['reference-newest', 'reference-newest-no-count'] as const;

export type CatalogueQuery = (typeof CATALOGUE_QUERIES)[number];
export type ReferenceQuery = (typeof REFERENCES)[number];
export type QueryName = CatalogueQuery | (typeof FLOORS)[number] | ReferenceQuery;

export const QUERY_NAMES: readonly QueryName[] = [...CATALOGUE_QUERIES, ...FLOORS, ...REFERENCES];

/** Whatever `--only` can name. */
export const PARTS = [...QUERY_NAMES, 'bidding', 'likes'] as const;
export type Part = (typeof PARTS)[number];
