import type { CatalogueState } from '../../auction/api.ts';
import type { Category } from '../../auction/categories.ts';
import type { Term } from './folding.ts';
import type { Statement } from './statement.ts';

/** What a list is narrowed to; empty lists do not narrow. */
export type Filter = {
  readonly terms: readonly Term[];
  readonly states: readonly CatalogueState[];
  readonly categories: readonly Category[];
  readonly minPrice: number | undefined;
  readonly maxPrice: number | undefined;
  readonly endsBeforeMs: number | undefined;
};

/** `now` and the columns decide, so no job has to run for an item to be live from the instant it starts. */
const STATES: Readonly<Record<CatalogueState, (now: string) => string>> = {
  ready: (now) => `(open and starts_at_ms > ${now})`,
  live: (now) => `(open and starts_at_ms <= ${now} and ends_at_ms > ${now})`,
  closed: (now) => `(not open or ends_at_ms <= ${now})`,
};

export const CATALOGUE_STATES = Object.keys(STATES) as readonly CatalogueState[];

export const stateIs = (state: CatalogueState, now: string): string => STATES[state](now);

export function statesAre(states: readonly CatalogueState[], now: string): string[] {
  return states.length === 0 ? [] : [`(${states.map((state) => stateIs(state, now)).join(' or ')})`];
}

export function categoriesAre(statement: Statement, categories: readonly Category[]): string[] {
  const [only, ...more] = categories.map((category) => `${statement.bind(category)}::auction_category`);
  if (only === undefined) return [];
  return [more.length === 0 ? `category = ${only}` : `category in (${[only, ...more].join(', ')})`];
}

/** Price and end, on columns of `catalogue`. */
export function boundsAre(
  statement: Statement,
  { minPrice, maxPrice, endsBeforeMs }: Pick<Filter, 'minPrice' | 'maxPrice' | 'endsBeforeMs'>,
): string[] {
  return [
    ...(minPrice === undefined ? [] : [`price >= ${statement.bound(minPrice)}`]),
    ...(maxPrice === undefined ? [] : [`price <= ${statement.bound(maxPrice)}`]),
    ...(endsBeforeMs === undefined ? [] : [`ends_at_ms < ${statement.bound(endsBeforeMs)}`]),
  ];
}

/** Looks at the folded title of one row. */
export function titleHas(statement: Statement, terms: readonly Term[], column = 'folded'): string[] {
  return terms.map(({ text, whole }) =>
    whole
      ? `' ' || ${column} || ' ' like ${statement.bind(`% ${escaped(text)} %`)}`
      : `${column} like ${statement.bind(`%${escaped(text)}%`)}`,
  );
}

/**
 * Finds rows of `catalogue_words` by its indices. One gram says it all; of several, the text must also say that they stand together, in a
 * form that keeps the index of trigrams out: for what has no trigram it would read itself from end to end.
 */
export function indexHas(statement: Statement, terms: readonly Term[]): string[] {
  const grams = [...new Set(terms.flatMap((term) => term.grams))];
  return [
    ...(grams.length === 0 ? [] : [`w.grams @> ${statement.bind(grams)}::text[]`]),
    ...titleHas(
      statement,
      terms.filter((term) => term.grams.length === 0),
      'w.folded',
    ),
    ...titleHas(
      statement,
      terms.filter((term) => term.grams.length > 1),
      "(w.folded || '')",
    ),
  ];
}

const escaped = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&');
