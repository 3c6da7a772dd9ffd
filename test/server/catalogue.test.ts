import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuctionCard } from '../../auction/api.ts';
import { inMinutes, openServer, type Person, type ServerStage } from './server-stage.ts';

let server: ServerStage;
let seller: Person;

beforeAll(async () => {
  server = await openServer();
  seller = await server.signUp({ name: 'Seller "of" things' });
});
afterAll(() => server.close());

const get = (query: string, as?: Person) => server.ask('GET', `/api/auctions${query}`, as && { as });
const titles = async (query: string) =>
  ((await get(query)).body.items as AuctionCard[]).map(({ title }) => title);

test('a listed item is a card at once, with everything there is to see', async () => {
  const auction = await server.list(seller, { title: '나전칠기 "보석함" \\ 🎁', category: 'art' });
  const { body } = await get('?q=보석함');
  expect(body).toEqual({
    items: [
      {
        id: auction.id,
        title: '나전칠기 "보석함" \\ 🎁',
        category: 'art',
        imageUrl: null,
        sellerId: seller.user.id,
        sellerName: 'Seller "of" things',
        startPricePoints: 100,
        startsAt: auction.startsAt,
        listedAt: auction.listedAt,
        endsAt: auction.endsAt,
        phase: 'live',
        remainingMs: expect.any(Number),
        ending: null,
        pricePoints: 100,
        bidCount: 0,
        watcherCount: 0,
        likeCount: 0,
      },
    ],
    nextCursor: null,
  });
  const leftMs = Date.parse(auction.endsAt) - server.clock.nowMs();
  expect(body.items[0].remainingMs).toBeGreaterThanOrEqual(leftMs);
  expect(body.items[0].remainingMs).toBeLessThanOrEqual(3_600_000);
});

test('an edited item is found by its new words and category, a withdrawn one not at all', async () => {
  const startsAt = inMinutes(server.clock.nowMs(), 10);
  const { id } = await server.list(seller, { title: 'Wardrobe', startsAt });
  await server.ask('PATCH', `/api/auctions/${id}`, {
    as: seller,
    body: { title: 'Cupboard', category: 'furniture', startPricePoints: 7 },
  });
  expect(await titles('?q=wardrobe')).toEqual([]);
  expect((await get('?q=cupb&category=furniture&state=ready')).body.items).toMatchObject([
    { id, title: 'Cupboard', pricePoints: 7, startPricePoints: 7, phase: 'ready' },
  ]);
  await server.ask('DELETE', `/api/auctions/${id}`, { as: seller });
  expect(await titles('?q=cupb')).toEqual([]);
});

test('a price on a card follows the room within a second', async () => {
  const { id } = await server.list(seller, { title: 'Followed' });
  const bidder = await server.rich();
  await server.ask('POST', `/api/auctions/${id}/bids`, {
    as: bidder,
    body: { bidId: randomUUID(), kind: 'plain', points: 345 },
  });
  await expect
    .poll(async () => (await get('?q=followed')).body.items, { timeout: 1_000 })
    .toMatchObject([{ pricePoints: 345, bidCount: 1 }]);
});

test('a new name is on every card of the seller', async () => {
  const renamed = await server.signUp();
  await server.list(renamed, { title: 'Renamed thing' });
  await server.ask('POST', '/api/auth/update-user', { as: renamed, body: { name: 'New "Name" 이름' } });
  expect((await get('?q=renamed')).body.items).toMatchObject([{ sellerName: 'New "Name" 이름' }]);
});

test('several states and categories may be asked for, and counted', async () => {
  const startsAt = inMinutes(server.clock.nowMs(), 10);
  await server.list(seller, { title: 'facet one', category: 'car' });
  await server.list(seller, { title: 'facet two', category: 'sports', startsAt });
  await server.list(seller, { title: 'facet three', category: 'jewelry' });
  const { body } = await get(
    '?q=facet&category=car&category=sports&state=ready&state=live&facets=true&sort=newest',
  );
  expect(body.items.map(({ title }: AuctionCard) => title)).toEqual(['facet two', 'facet one']);
  expect(body.facets.state).toEqual({ ready: 1, live: 1, closed: 0 });
  expect(body.facets.category).toMatchObject({ car: 1, sports: 1, jewelry: 1, art: 0 });
});

test('there are ten categories', async () => {
  const { body } = await server.ask('GET', '/api/categories');
  expect(body.items).toHaveLength(10);
  expect(body.items[3]).toEqual({ id: 'home-appliances', name: 'Home appliances', nameKo: '가전' });
});

test.each([
  ['limit=0', 'limit'],
  ['limit=101', 'limit'],
  ['limit=ten', 'limit'],
  ['limit=1.5', 'limit'],
  ['state=sold', 'state.0'],
  ['state=live&state=nothing', 'state.1'],
  ['category=boats', 'category.0'],
  ['minPrice=-1', 'minPrice'],
  ['maxPrice=99999999999999999999', 'maxPrice'],
  ['minPrice=5&maxPrice=4', 'minPrice'],
  ['endsBefore=tomorrow', 'endsBefore'],
  ['endsBefore=2026-12-31T23:59:60Z', 'endsBefore'],
  ['sort=random', 'sort'],
  ['sort=relevance', 'sort'],
  ['q=a%00b', 'q'],
  [`q=${'x'.repeat(101)}`, 'q'],
  ['q=a+b+c+d+e+f+g+h+i', 'q'],
  ['facets=maybe', 'facets'],
  ['page=2', 'page'],
])('?%s is not understood, and the answer says why', async (query, field) => {
  const { status, body } = await get(`?${query}`);
  expect([status, body.error.code]).toEqual([400, 'invalid_request']);
  expect(body.error.details.map((detail: { field: string }) => detail.field)).toContain(field);
});

test('a cursor of another list is refused', async () => {
  const { nextCursor } = (await get('?limit=1')).body;
  expect((await get(`?limit=1&cursor=${nextCursor}`)).status).toBe(200);
  for (const query of [`?sort=price&cursor=${nextCursor}`, `?q=a&cursor=${nextCursor}`, '?cursor=nonsense']) {
    expect(await get(query)).toMatchObject({ status: 400, body: { error: { code: 'invalid_cursor' } } });
  }
});

describe('popular', () => {
  const bid = async (person: Person, auctionId: string, points: number) => {
    await server.ask('POST', '/api/wallet/charges', {
      as: person,
      body: { points: 100_000 },
      headers: { 'idempotency-key': randomUUID() },
    });
    const body = { bidId: randomUUID(), kind: 'plain', points };
    expect((await server.ask('POST', `/api/auctions/${auctionId}/bids`, { as: person, body })).status).toBe(
      200,
    );
  };

  test('is what people of the same gender and decade bid on, and what everybody does for strangers', async () => {
    const lists = await Promise.all(
      ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'].map((title) => server.list(seller, { title })),
    );
    const ids: string[] = lists.map(({ id }) => id);
    const [sixth = ''] = ids.splice(5);
    const women = await Promise.all(
      [1991, 1995].map((year) => server.signUp({ gender: 'female', birthDate: `${year}-01-01` })),
    );
    const men = await Promise.all(
      [1, 2, 3].map(() => server.signUp({ gender: 'male', birthDate: '1950-01-01' })),
    );
    for (const [index, id] of ids.entries()) {
      for (const [nth, woman] of women.entries())
        if (nth === 0 || index === 0) await bid(woman, id, 200 + nth);
    }
    for (const [nth, man] of men.entries()) await bid(man, sixth, 300 + nth);

    const asked = async (as?: Person) =>
      (await server.ask('GET', '/api/auctions/popular?limit=5', as && { as })).body;
    const hers = await asked(await server.signUp({ gender: 'female', birthDate: '1993-05-05' }));
    expect(hers.group).toEqual({ ageFrom: 30, ageTo: 39, gender: 'female' });
    expect(hers.items.map(({ id }: AuctionCard) => id)[0]).toBe(ids[0]);
    expect(hers.items.map(({ id }: AuctionCard) => id)).not.toContain(sixth);
    const everybodys = await asked();
    expect(everybodys.group).toBeNull();
    expect(everybodys.items.map(({ id }: AuctionCard) => id)[0]).toBe(sixth);
    expect(
      (await asked(await server.signUp({ gender: 'male', birthDate: '1955-05-05' }))).group,
      'one auction is too few to say anything',
    ).toBeNull();
    expect((await asked(await server.signUp({ gender: 'undisclosed' }))).group).toBeNull();
  });

  test('has nothing that is not live any more', async () => {
    const admin = await server.admin();
    const { id } = await server.list(seller, { title: 'called off' });
    await bid(await server.signUp(), id, 500);
    await server.ask('POST', `/api/auctions/${id}/cancel`, { as: admin });
    await expect
      .poll(async () =>
        ((await server.ask('GET', '/api/auctions/popular?limit=100')).body.items as AuctionCard[]).map(
          (card) => card.id,
        ),
      )
      .not.toContain(id);
  });
});
