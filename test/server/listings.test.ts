import { afterAll, beforeAll, expect, test } from 'vitest';
import { inMinutes, listing, openServer, type Person, type ServerStage } from './server-stage.ts';

let server: ServerStage;
let seller: Person;
let stranger: Person;

beforeAll(async () => {
  server = await openServer();
  seller = await server.signUp();
  stranger = await server.signUp();
});
afterAll(() => server.close());

const later = () => ({
  startsAt: inMinutes(server.clock.nowMs(), 10),
  endsAt: inMinutes(server.clock.nowMs(), 60),
});

test.each([
  ['POST', '/api/auctions'],
  ['PATCH', '/api/auctions/00000000-0000-4000-8000-000000000000'],
  ['DELETE', '/api/auctions/00000000-0000-4000-8000-000000000000'],
  ['POST', '/api/auctions/00000000-0000-4000-8000-000000000000/cancel'],
] as const)('%s %s is closed to strangers', async (method, url) => {
  expect(await server.ask(method, url)).toMatchObject({
    status: 401,
    body: { error: { code: 'sign_in_required' } },
  });
});

test('a listed item is there for everybody, its reserve only for the seller', async () => {
  const created = await server.list(seller, {
    title: '  백자 달항아리 ',
    reservePoints: 500,
    buyNowPoints: 900,
    ladder: 'ebay',
    softClose: { windowSeconds: 30, extendBySeconds: 60, capSeconds: 600 },
  });
  expect(created).toMatchObject({
    title: '백자 달항아리',
    phase: 'live',
    sellerId: seller.user.id,
    reservePoints: 500,
    reserve: 'not_met',
    buyNowPoints: 900,
    minimumPoints: 100,
    bidCount: 0,
    softClose: { windowSeconds: 30, extendBySeconds: 60, capSeconds: 600 },
    ending: null,
  });
  expect(created.ladder).toHaveLength(10);
  const seen = await server.ask('GET', `/api/auctions/${created.id}`);
  const { reservePoints: _secret, ...shown } = created;
  expect(seen).toMatchObject({ status: 200, body: shown });
  expect(seen.body).not.toHaveProperty('reservePoints');
  expect((await server.ask('GET', `/api/auctions/${created.id.toUpperCase()}`)).body.id).toBe(created.id);
});

test.each([
  ['no title', { title: undefined }, 'title'],
  ['a title of spaces', { title: '   ' }, 'title'],
  ['a title of two lines', { title: 'a\nb' }, 'title'],
  ['a long title', { title: 't'.repeat(121) }, 'title'],
  ['a NUL in its description', { description: 'a\u0000b' }, 'description'],
  ['a start price of nothing', { startPricePoints: 0 }, 'startPricePoints'],
  ['a start price in text', { startPricePoints: '100' }, 'startPricePoints'],
  ['an end in words', { endsAt: 'tomorrow' }, 'endsAt'],
  ['an unknown field', { feeBasisPoints: 0 }, 'feeBasisPoints'],
])('an item with %s is of the wrong form', async (_name, changes, field) => {
  const body = { ...listing(server.clock.nowMs()), ...changes };
  const answer = await server.ask('POST', '/api/auctions', { as: seller, body });
  expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } });
  expect(answer.body.error.details[0].field).toBe(field);
});

test.each([
  ['a reserve below the start', { reservePoints: 50 }, 'reservePoints'],
  ['a buy-now price below the start', { buyNowPoints: 100 }, 'buyNowPoints'],
  ['a ladder without an open end', { ladder: [{ belowPoints: 10, stepPoints: 1 }] }, 'ladder'],
  ['an end before its start', { endsAt: '2001-01-01T00:00:00Z' }, 'endsAt'],
  ['a start in the past', { startsAt: '2001-01-01T00:00:00Z' }, 'startsAt'],
  ['a leap second for an end', { endsAt: '2016-12-31T23:59:60Z' }, 'endsAt'],
  [
    'no time in its soft close',
    { softClose: { windowSeconds: 0, extendBySeconds: 1, capSeconds: 1 } },
    'softClose',
  ],
  [
    'a fractional window',
    { softClose: { windowSeconds: 1.0005, extendBySeconds: 1, capSeconds: 1 } },
    'softClose',
  ],
])('an item with %s cannot be held', async (_name, changes, field) => {
  const body = { ...listing(server.clock.nowMs()), ...changes };
  const answer = await server.ask('POST', '/api/auctions', { as: seller, body });
  expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid_terms' } } });
  expect(answer.body.error.details.map(({ field }: { field: string }) => field)).toContain(field);
});

test('before the start the seller may change anything', async () => {
  const { id } = await server.list(seller, { ...later(), reservePoints: 500 });
  const { status, body } = await server.ask('PATCH', `/api/auctions/${id}`, {
    as: seller,
    body: { title: 'A better lamp', startPricePoints: 200, reservePoints: null },
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    title: 'A better lamp',
    pricePoints: 200,
    reserve: 'none',
    description: 'It glows.',
  });
  expect((await server.ask('GET', `/api/auctions/${id}`)).body).toMatchObject({ title: 'A better lamp' });
});

test('an edit to terms that cannot be held changes nothing', async () => {
  const { id } = await server.list(seller, later());
  const answer = await server.ask('PATCH', `/api/auctions/${id}`, {
    as: seller,
    body: { title: 'Other', reservePoints: 1 },
  });
  expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid_terms' } } });
  expect((await server.ask('GET', `/api/auctions/${id}`)).body.title).toBe('A lamp');
});

test('an edit with nothing in it is refused', async () => {
  const { id } = await server.list(seller, later());
  expect((await server.ask('PATCH', `/api/auctions/${id}`, { as: seller, body: {} })).status).toBe(400);
});

test('after the start nobody may edit or withdraw', async () => {
  const { id } = await server.list(seller);
  const refused = { status: 409, body: { error: { code: 'already_started' } } };
  expect(
    await server.ask('PATCH', `/api/auctions/${id}`, { as: seller, body: { title: 'Other' } }),
  ).toMatchObject(refused);
  expect(await server.ask('DELETE', `/api/auctions/${id}`, { as: seller })).toMatchObject(refused);
});

test('nobody but the seller may edit or withdraw', async () => {
  const { id } = await server.list(seller, later());
  const refused = { status: 403, body: { error: { code: 'not_seller' } } };
  expect(
    await server.ask('PATCH', `/api/auctions/${id}`, { as: stranger, body: { title: 'Mine' } }),
  ).toMatchObject(refused);
  expect(await server.ask('DELETE', `/api/auctions/${id}`, { as: stranger })).toMatchObject(refused);
});

test('a withdrawn item is gone', async () => {
  const { id } = await server.list(seller, later());
  expect(await server.ask('DELETE', `/api/auctions/${id}`, { as: seller })).toMatchObject({
    status: 204,
    text: '',
  });
  const gone = { status: 404, body: { error: { code: 'no_such_auction' } } };
  expect(await server.ask('GET', `/api/auctions/${id}`)).toMatchObject(gone);
  expect(await server.ask('DELETE', `/api/auctions/${id}`, { as: seller })).toMatchObject(gone);
});

test.each(['not-a-uuid', "1' or '1'='1", '00000000-0000-4000-8000-000000000000'])(
  'there is no auction %s',
  async (id) => {
    const path = `/api/auctions/${encodeURIComponent(id)}`;
    const gone = { status: 404, body: { error: { code: 'no_such_auction' } } };
    expect(await server.ask('GET', path)).toMatchObject(gone);
    expect(await server.ask('GET', `${path}/bids`)).toMatchObject(gone);
    expect(await server.ask('PATCH', path, { as: seller, body: { title: 'x' } })).toMatchObject(gone);
    expect(await server.ask('DELETE', path, { as: seller })).toMatchObject(gone);
  },
);

test('an administrator calls an auction off, nobody else does', async () => {
  const admin = await server.admin();
  const { id } = await server.list(seller);
  const cancel = (as: Person, auctionId = id) =>
    server.ask('POST', `/api/auctions/${auctionId}/cancel`, { as, body: {} });
  expect(await cancel(seller)).toMatchObject({ status: 403, body: { error: { code: 'admins_only' } } });
  expect(await cancel(admin)).toMatchObject({
    status: 200,
    body: { phase: 'cancelled', ending: 'cancelled' },
  });
  expect(await cancel(admin, '00000000-0000-4000-8000-000000000000')).toMatchObject({
    status: 404,
    body: { error: { code: 'no_such_auction' } },
  });
});

test('the catalogue lists everything, newest first, without gaps or repeats', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 7; i++) ids.push((await server.list(seller, { title: `Lamp ${i}` })).id);
  const walk = async (path: string, as?: Person) => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await server.ask(
        'GET',
        `${path}?limit=3${cursor === null ? '' : `&cursor=${cursor}`}`,
        {
          ...(as && { as }),
        },
      );
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
    } while (cursor !== null);
    return seen;
  };
  const all = await walk('/api/auctions');
  expect(all.slice(0, 7)).toEqual(ids.reverse());
  expect(new Set(all).size).toBe(all.length);
  expect(await walk('/api/me/auctions', seller)).toEqual(all);
  expect(await walk('/api/me/auctions', stranger)).toEqual([]);
});

test.each(['limit=0', 'limit=101', 'limit=ten', 'cursor=%00', 'offset=10'])(
  'a list asked for with %s is refused',
  async (query) => {
    expect((await server.ask('GET', `/api/auctions?${query}`)).status).toBe(400);
  },
);
