import type { CatalogueState } from '../../auction/api.ts';
import type { CardRequest } from './page.ts';

/** As many as a page has unless somebody says otherwise. */
const USUAL_LIMIT = 20;

/**
 * The name under which a list is prepared: those that are asked for all the time, so that there are some hundred at most. Bounds are left
 * out, because the best way depends on them.
 */
export function preparedName(
  way: 'walk' | 'hits',
  { sort, filter, after, limit }: CardRequest,
  states: readonly CatalogueState[],
): string | undefined {
  const { terms, categories, minPrice, maxPrice, endsBeforeMs } = filter;
  const isBounded = [minPrice, maxPrice, endsBeforeMs].some((bound) => bound !== undefined);
  if (limit !== USUAL_LIMIT || isBounded || terms.length > 1 || categories.length > 1) return undefined;
  if (terms.length === 1 && (categories.length > 0 || states.length > 1)) return undefined;
  const words = terms.map(({ whole, grams }) => {
    if (whole) return 'letter';
    return grams.length === 0 ? 'trigrams' : grams.length === 1 ? 'gram' : 'grams';
  });
  const where = categories.length === 0 ? 'all' : 'category';
  return [way, sort.name, ...states, where, ...words, after === undefined ? 'first' : 'next'].join('-');
}
