/** What a hundred people ask for at once, by kind of query: many different things, as people do. */
import { CATEGORY_IDS } from '../../auction/categories.ts';
import { MODELS } from '../../seed/vocabulary/rare-words.ts';
import { COMMON_WORDS, KOREAN_PAIRS, RARE_WORDS } from '../../seed/vocabulary.ts';
import { blend } from './blend.ts';
import { firstPage, type List, laterPages, page } from './pages.ts';
import type { CatalogueQuery, QueryName, ReferenceQuery } from './queries.ts';

/** Different requests of one kind, which the connections begin at different places. */
const REQUESTS = 1_000;

/** Of those who see a page, so many go on to the next. */
const READING_ON = 0.2;

/** Lists of each kind that somebody in the mix reads on in. */
const LATER_IN_MIX = 10;

/** One in so many model numbers: beside the odd things, hundreds of rare words. */
const MODELS_STEP = 10;

/** Pages that the reference is asked for, as its own load test does. */
const REFERENCE_PAGES = 100;

const NEWEST: readonly List[] = [{ sort: 'newest' }];
const ENDING: readonly List[] = [{ sort: 'ending' }, { sort: 'ending', state: 'live' }];
const PRICE: readonly List[] = [{ sort: 'price' }, { sort: '-price' }];
const LIKES: readonly List[] = [{ sort: 'likes' }];
const BY_CATEGORY: readonly List[] = CATEGORY_IDS.map((category) => ({ category, sort: 'newest' }));
const LIVE_BY_CATEGORY: readonly List[] = BY_CATEGORY.map((list) => ({ ...list, state: 'live' }));

const searches = (words: readonly string[]): readonly List[] => [...new Set(words)].map((q) => ({ q }));
const RARE = searches([...RARE_WORDS, ...MODELS.filter((_, index) => index % MODELS_STEP === 1)]);
const COMMON = searches(COMMON_WORDS);
const PAIRS = searches(Object.values(KOREAN_PAIRS).flat());

type Kind = Exclude<CatalogueQuery, 'mix'>;

/** The lists of each kind, and how many later pages of each are asked for too. */
const KINDS: Readonly<Record<Kind, { readonly lists: readonly List[]; readonly later: number }>> = {
  newest: { lists: NEWEST, later: 20 },
  ending: { lists: ENDING, later: 10 },
  price: { lists: PRICE, later: 10 },
  likes: { lists: LIKES, later: 20 },
  'category-newest': { lists: [...BY_CATEGORY, ...LIVE_BY_CATEGORY], later: 2 },
  'keyword-rare': { lists: RARE, later: 1 },
  'keyword-common': { lists: COMMON, later: 2 },
  'keyword-ko2': { lists: PAIRS, later: 1 },
};

/** Asks the server for what only it knows: where pages go on, and which auctions there are. */
export async function requestsTo(url: string, query: QueryName): Promise<readonly string[]> {
  switch (query) {
    case 'mix':
      return mixed(url);
    case 'select-1':
      return ['/health/ready'];
    case 'no-db':
      return ['/health/live'];
    case 'reference-newest':
    case 'reference-newest-no-count':
      return referencePages(query);
    default: {
      const { lists, later } = KINDS[query];
      return blend(
        [
          { share: 1 - READING_ON, paths: lists.map(firstPage) },
          { share: READING_ON, paths: await laterPages(url, lists, later) },
        ],
        REQUESTS,
      );
    }
  }
}

/** A bit of everything: lists, categories, words, pages further on, and a look at single auctions. */
async function mixed(url: string): Promise<string[]> {
  const later: string[] = [];
  for (const { lists, later: most } of Object.values(KINDS)) {
    later.push(...(await laterPages(url, lists.slice(0, LATER_IN_MIX), most)));
  }
  const shown = await Promise.all(
    [...NEWEST, ...LIKES, ...LIVE_BY_CATEGORY].map((list) => page(url, firstPage(list))),
  );
  const single = shown.flatMap(({ items }) => items.map(({ id }) => `/api/auctions/${id}`));
  const shares = (share: number, kinds: readonly (readonly List[])[]) =>
    kinds.map((lists) => ({ share: share / kinds.length, paths: lists.map(firstPage) }));
  return blend(
    [
      ...shares(0.4, [NEWEST, ENDING, PRICE, LIKES]),
      ...shares(0.2, [LIVE_BY_CATEGORY]),
      ...shares(0.2, [RARE, COMMON, PAIRS]),
      { share: 0.1, paths: later },
      { share: 0.1, paths: single },
    ],
    REQUESTS,
  );
}

function referencePages(query: ReferenceQuery): string[] {
  const counted = query === 'reference-newest';
  // 37 has no divisor in common with 100: every page once, in no order.
  return Array.from({ length: REFERENCE_PAGES }, (_, index) => {
    const number = (index * 37) % REFERENCE_PAGES;
    return `/products?keyword=&page=${number}${counted ? '' : '&count=no'}`;
  });
}
