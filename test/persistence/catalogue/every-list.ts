/** Every kind of list the catalogue can be asked for. */
import type { Catalogue } from '../../../persistence/catalogue/catalogue.ts';
import type { Filter } from '../../../persistence/catalogue/filters.ts';
import { termsIn } from '../../../persistence/catalogue/folding.ts';
import { SORTS } from '../../../persistence/catalogue/sorts.ts';
import { KOREAN_PAIRS, RARE_WORDS } from '../../../seed/vocabulary.ts';

const NOTHING: Filter = {
  terms: [],
  states: [],
  categories: [],
  minPrice: undefined,
  maxPrice: undefined,
  endsBeforeMs: undefined,
};

type Asked = { readonly name: string; readonly ask: () => Promise<unknown> };

export function lists(catalogue: Catalogue, nowMs: number): Asked[] {
  const list = (name: string, sort: keyof typeof SORTS, changes: Partial<Filter> = {}): Asked => ({
    name,
    ask: () =>
      catalogue.list({
        sort: SORTS[sort],
        filter: { ...NOTHING, ...changes },
        cursor: undefined,
        limit: 20,
        nowMs,
      }),
  });
  const nextPage = (name: string, sort: keyof typeof SORTS, changes: Partial<Filter> = {}): Asked => ({
    name,
    ask: async () => {
      const request = { sort: SORTS[sort], filter: { ...NOTHING, ...changes }, limit: 20, nowMs };
      const first = await catalogue.list({ ...request, cursor: undefined });
      return catalogue.list({ ...request, cursor: first?.nextCursor ?? undefined });
    },
  });
  const walked = (Object.keys(SORTS) as (keyof typeof SORTS)[]).filter((sort) => sort !== 'relevance');
  const rare = termsIn(RARE_WORDS[0] ?? '');
  const rarePair = termsIn(KOREAN_PAIRS.rare[0] ?? '');
  const common = termsIn('vintage');
  return [
    ...walked.flatMap((sort) => [
      nextPage(`walk ${sort}`, sort),
      list(`walk ${sort}, one category`, sort, { categories: ['art'] }),
      list(`walk ${sort}, live`, sort, { states: ['live'] }),
      list(`walk ${sort}, live, two categories`, sort, { states: ['live'], categories: ['art', 'car'] }),
      list(`walk ${sort}, closed`, sort, { states: ['closed'] }),
    ]),
    list('walk price between', 'price', { minPrice: 1_000, maxPrice: 50_000 }),
    list('walk ending before', 'ending', { endsBeforeMs: nowMs + 86_400_000 }),
    nextPage('a rare word', 'relevance', { terms: rare }),
    list('a rare word, the newest, live, one category', 'newest', {
      terms: rare,
      states: ['live'],
      categories: ['art'],
    }),
    list('a rare pair of syllables', 'relevance', { terms: rarePair }),
    list('one syllable', 'newest', { terms: termsIn('책') }),
    list('one letter', 'newest', { terms: termsIn('x') }),
    list('walk past a common word', 'newest', { terms: common }),
    list('walk past a common word, closed, by price', 'price', { terms: common, states: ['closed'] }),
    list('a narrow price, the newest', 'newest', { minPrice: 1_000, maxPrice: 1_001 }),
    list('a wide price, the newest', 'newest', { minPrice: 100, maxPrice: 1_000_000 }),
    list('soon over, by price', 'price', { endsBeforeMs: nowMs + 3_600_000 }),
    {
      name: 'facets of everything',
      ask: () =>
        catalogue.facets({ sort: SORTS.newest, filter: NOTHING, cursor: undefined, limit: 20, nowMs }),
    },
    {
      name: 'facets of a rare word',
      ask: () =>
        catalogue.facets({
          sort: SORTS.newest,
          filter: { ...NOTHING, terms: rare },
          cursor: undefined,
          limit: 20,
          nowMs,
        }),
    },
    { name: 'popular with everybody', ask: () => catalogue.popular(null, 20, nowMs) },
    {
      name: 'popular with women in their thirties',
      ask: () => catalogue.popular({ ageFrom: 30, ageTo: 39, gender: 'female' }, 20, nowMs),
    },
  ];
}
