import type { Static } from 'typebox';
import { CATEGORY_IDS } from '../../auction/categories.ts';
import type { ListRequest } from '../../persistence/catalogue/catalogue.ts';
import { CATALOGUE_STATES } from '../../persistence/catalogue/filters.ts';
import { termsIn } from '../../persistence/catalogue/folding.ts';
import { SORTS } from '../../persistence/catalogue/sorts.ts';
import { HTTP_LIMITS } from '../limits.ts';
import type { CatalogueQueryShape } from '../shapes/catalogue-shapes.ts';

type FieldProblem = { readonly field: string; readonly message: string };

export type ReadList =
  | { readonly kind: 'list'; readonly list: ListRequest }
  | { readonly kind: 'problems'; readonly details: readonly FieldProblem[] };

/** What a list is asked for, in one spelling for all that mean the same. */
export function readList(query: Static<typeof CatalogueQueryShape>, nowMs: number): ReadList {
  const { minPrice, maxPrice, endsBefore, cursor } = query;
  const terms = termsIn(query.q ?? '');
  const sort = query.sort ?? (terms.length > 0 ? 'relevance' : 'newest');
  const details: FieldProblem[] = [];
  if (terms.length > HTTP_LIMITS.searchWords)
    details.push({ field: 'q', message: `must have ${HTTP_LIMITS.searchWords} words or fewer` });
  if (sort === 'relevance' && terms.length === 0)
    details.push({ field: 'sort', message: 'relevance needs words in q' });
  if (minPrice !== undefined && maxPrice !== undefined && minPrice > maxPrice)
    details.push({ field: 'minPrice', message: 'must not be above maxPrice' });
  // A leap second has the right form, and no place on our clock.
  const endsBeforeMs = endsBefore === undefined ? undefined : Date.parse(endsBefore);
  if (Number.isNaN(endsBeforeMs))
    details.push({ field: 'endsBefore', message: 'must be a time, as ISO 8601' });
  if (details.length > 0) return { kind: 'problems', details };
  return {
    kind: 'list',
    list: {
      sort: SORTS[sort],
      filter: {
        terms,
        states: CATALOGUE_STATES.filter((state) => query.state?.includes(state)),
        categories: CATEGORY_IDS.filter((category) => query.category?.includes(category)),
        minPrice,
        maxPrice,
        endsBeforeMs,
      },
      cursor,
      limit: query.limit ?? HTTP_LIMITS.pageItems,
      nowMs,
    },
  };
}
