import type { CatalogueSort, CatalogueState } from '../../auction/api.ts';

/** How a list is walked: along a column and the id, both in one direction. */
export type Sort = {
  readonly name: CatalogueSort;
  readonly column: string;
  readonly descending: boolean;
  /** What is listed when nobody said: soonest to end makes no sense of what is over. */
  readonly states: readonly CatalogueState[];
  /** Has an index over all that is open, whatever its category. */
  readonly openIndex: boolean;
};

const sort = (name: CatalogueSort, column: string, descending: boolean, more: Partial<Sort> = {}): Sort => ({
  name,
  column,
  descending,
  states: [],
  openIndex: false,
  ...more,
});

/**
 * Each column but `listed_at_us / 1000` has two indices, `(column, auction_id)` for the whole catalogue (`ending`, `starting`: of what is
 * open) and `(open, category, column, auction_id)`. Both are walked in either direction.
 */
export const SORTS: Readonly<Record<CatalogueSort, Sort>> = {
  newest: sort('newest', 'listed_at_us', true),
  ending: sort('ending', 'ends_at_ms', false, { states: ['ready', 'live'], openIndex: true }),
  starting: sort('starting', 'starts_at_ms', false, { states: ['ready'], openIndex: true }),
  price: sort('price', 'price', false),
  '-price': sort('-price', 'price', true),
  likes: sort('likes', 'likes', true),
  bids: sort('bids', 'bids', true),
  // Only computed where there are few enough hits; walked as `newest` else.
  relevance: sort('relevance', 'listed_at_us', true),
};
