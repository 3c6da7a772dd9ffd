import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CatalogueState } from '../../../auction/api.ts';
import { CATEGORY_IDS } from '../../../auction/categories.ts';
import { type Catalogue, openCatalogue } from '../../../persistence/catalogue/catalogue.ts';
import type { Filter } from '../../../persistence/catalogue/filters.ts';
import { termsIn } from '../../../persistence/catalogue/folding.ts';
import { readPage } from '../../../persistence/catalogue/page.ts';
import { SORTS, type Sort } from '../../../persistence/catalogue/sorts.ts';
import { walk } from '../../../persistence/catalogue/walk.ts';
import { DATABASE_KINDS, openStage, type Stage } from '../../support/stage.ts';
import { cardsOf, naively, type Shelved, shelve } from './shelf.ts';

const STATES: readonly CatalogueState[] = ['ready', 'live', 'closed'];
const MINUTE_MS = 60_000;

const everything: Filter = {
  terms: [],
  states: [],
  categories: [],
  minPrice: undefined,
  maxPrice: undefined,
  endsBeforeMs: undefined,
};

describe.each(DATABASE_KINDS)('lists of the %s database', (kind) => {
  const nowMs = Date.now();
  let stage: Stage;
  let catalogue: Catalogue;
  const shelf: Shelved[] = [];

  const words = [
    '시계',
    '손목시계',
    'Vintage',
    'ｃａｍｅｒａ',
    '책',
    'TV',
    'K-1000',
    '100%',
    'a',
    'under_score',
    'Straße',
    '🎸',
  ];
  /** Small numbers, so that many are equal and the id has to decide. */
  const thing = fc.record({
    title: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }).map((all) => all.join(' ')),
    category: fc.constantFrom(...CATEGORY_IDS),
    price: fc.integer({ min: 1, max: 6 }),
    likes: fc.integer({ min: 0, max: 3 }),
    bids: fc.integer({ min: 0, max: 3 }),
    startsAtMs: fc.integer({ min: -3, max: 3 }).map((minutes) => nowMs + minutes * MINUTE_MS),
    lastsMs: fc.integer({ min: 1, max: 4 }).map((minutes) => minutes * MINUTE_MS),
    ending: fc.constantFrom(null, null, 'sold' as const, 'unsold' as const, 'cancelled' as const),
  });

  beforeAll(async () => {
    stage = await openStage(kind);
    catalogue = openCatalogue(stage.database.reader);
    const seller = await stage.person();
    for (const { lastsMs, ...each } of fc.sample(thing, { numRuns: 120, seed: 5 })) {
      shelf.push(await shelve(stage, seller, { ...each, endsAtMs: each.startsAtMs + lastsMs }));
    }
  });
  afterAll(() => stage.close());

  /** All pages of a list, one after the other. */
  async function pages(sort: Sort, filter: Filter, limit: number, atMs = nowMs): Promise<string[]> {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await catalogue.list({ sort, filter, cursor, limit, nowMs: atMs });
      if (page === null) throw new Error('the cursor was refused');
      const cards = cardsOf(page.cards);
      expect(cards.length).toBeLessThanOrEqual(limit);
      ids.push(...cards.map(({ id }) => id));
      // A list that goes in circles would never end.
      expect(ids.length).toBeLessThanOrEqual(shelf.length);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return ids;
  }

  const filters = fc.record({
    terms: fc
      .oneof(
        { weight: 2, arbitrary: fc.constant('') },
        fc.constantFrom(
          '시계',
          '계',
          'vint',
          'CAMERA',
          'k-10',
          '1000',
          '%',
          '_',
          'a',
          't',
          'tv',
          'strasse',
          '🎸',
          '책 tv',
          'nothing',
        ),
      )
      .map(termsIn),
    states: fc.subarray([...STATES]),
    categories: fc.subarray([...CATEGORY_IDS], { maxLength: 4 }),
    minPrice: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
    maxPrice: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
    endsBeforeMs: fc.option(
      fc.integer({ min: -3, max: 5 }).map((minutes) => nowMs + minutes * MINUTE_MS),
      { nil: undefined },
    ),
  });

  it('are those of the description, whatever is asked, page by page', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.values(SORTS)),
        filters,
        // The usual size is prepared.
        fc.oneof(fc.constant(20), fc.integer({ min: 1, max: 40 })),
        async (sort, filter, limit) => {
          fc.pre(sort.name !== 'relevance' || filter.terms.length > 0);
          expect(await pages(sort, filter, limit)).toEqual(naively(shelf, sort, filter, nowMs));
        },
      ),
      { numRuns: 250 },
    );
  });

  it('are the same where there is so much that they are walked', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.values(SORTS).filter(({ name }) => name !== 'relevance')),
        filters,
        async (sort, filter) => {
          const query = walk({ sort, filter, after: undefined, limit: 1_000, nowMs });
          const { cards } = await readPage(stage.database.reader, query, 1_000);
          expect(cardsOf(cards).map(({ id }) => id)).toEqual(naively(shelf, sort, filter, nowMs));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('count by state and category what the other filters leave', async () => {
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const counted = await catalogue.facets({
          sort: SORTS.newest,
          filter,
          cursor: undefined,
          limit: 1,
          nowMs,
        });
        const many = (changes: Partial<Filter>) =>
          naively(shelf, SORTS.newest, { ...filter, ...changes }, nowMs).length;
        for (const state of STATES) expect(counted.state[state]).toBe(many({ states: [state] }));
        for (const category of CATEGORY_IDS)
          expect(counted.category[category]).toBe(many({ categories: [category] }));
      }),
      { numRuns: 60 },
    );
  });

  it('know an item as live from the instant it starts, although nothing ran, and as closed from its end', async () => {
    const seller = await stage.person();
    const { id } = await shelve(stage, seller, {
      title: 'punctual',
      category: 'other',
      price: 5,
      likes: 0,
      bids: 0,
      startsAtMs: nowMs + 1_000_000,
      endsAtMs: nowMs + 2_000_000,
      ending: null,
    });
    const seen = async (atMs: number) => {
      const states: Record<string, unknown> = {};
      for (const state of STATES) {
        for (const sort of [SORTS.newest, SORTS.ending, SORTS.price]) {
          const filter = { ...everything, states: [state], terms: termsIn('punctual') };
          const page = await catalogue.list({ sort, filter, cursor: undefined, limit: 5, nowMs: atMs });
          const [card] = cardsOf(page?.cards ?? '');
          if (card !== undefined) states[state] = [card.id, card.phase, card.remainingMs];
        }
      }
      return states;
    };
    expect(await seen(nowMs + 999_999)).toEqual({ ready: [id, 'ready', 1] });
    expect(await seen(nowMs + 1_000_000)).toEqual({ live: [id, 'live', 1_000_000] });
    expect(await seen(nowMs + 1_999_999)).toEqual({ live: [id, 'live', 1] });
    expect(await seen(nowMs + 2_000_000)).toEqual({ closed: [id, 'ended', 0] });
    await stage.db.deleteFrom('auction').where('id', '=', id).execute();
  });

  it('go on where they were while rows are added', async () => {
    const first = await catalogue.list({
      sort: SORTS.newest,
      filter: everything,
      cursor: undefined,
      limit: 50,
      nowMs,
    });
    const seller = await stage.person();
    const added = await shelve(stage, seller, {
      title: 'newer',
      category: 'other',
      price: 1,
      likes: 0,
      bids: 0,
      startsAtMs: nowMs,
      endsAtMs: nowMs + MINUTE_MS,
      ending: null,
    });
    const rest = await catalogue.list({
      sort: SORTS.newest,
      filter: everything,
      cursor: first?.nextCursor ?? undefined,
      limit: 100,
      nowMs,
    });
    const seen = [...cardsOf(first?.cards ?? ''), ...cardsOf(rest?.cards ?? '')].map(({ id }) => id);
    expect(seen).toEqual(naively(shelf, SORTS.newest, everything, nowMs));
    await stage.db.deleteFrom('auction').where('id', '=', added.id).execute();
  });

  it('refuse a cursor of another list, or of nobody', async () => {
    const ask = (sort: Sort, filter: Filter, cursor: string | undefined) =>
      catalogue.list({ sort, filter, cursor, limit: 2, nowMs });
    const cursor = (await ask(SORTS.newest, everything, undefined))?.nextCursor ?? '';
    expect(await ask(SORTS.newest, everything, cursor)).not.toBeNull();
    expect(await ask(SORTS.price, everything, cursor)).toBeNull();
    expect(await ask(SORTS.newest, { ...everything, minPrice: 2 }, cursor)).toBeNull();
    expect(await ask(SORTS.newest, { ...everything, states: ['live'] }, cursor)).toBeNull();
    for (const made of ['', 'x', Buffer.from('a b c').toString('base64url'), cursor.slice(1)])
      expect(await ask(SORTS.newest, everything, made)).toBeNull();
    const sorting = Buffer.from(Buffer.from(cursor, 'base64url').toString().replace(' w ', ' f ')).toString(
      'base64url',
    );
    expect(
      await ask(SORTS.newest, everything, sorting),
      'one that would sort the whole catalogue',
    ).toBeNull();
  });
});
