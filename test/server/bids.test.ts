import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inMinutes, openServer, type Person, type ServerStage } from './server-stage.ts';

let server: ServerStage;
let seller: Person;
let ada: Person;
let bob: Person;

beforeAll(async () => {
  server = await openServer();
  [seller, ada, bob] = [await server.signUp(), await server.rich(), await server.rich()];
});
afterAll(() => server.close());

const bid = (auctionId: string, as: Person, points: number, changes: Record<string, unknown> = {}) =>
  server.ask('POST', `/api/auctions/${auctionId}/bids`, {
    as,
    body: { bidId: randomUUID(), kind: 'plain', points, ...changes },
  });

test.each([
  ['POST', '/api/auctions/00000000-0000-4000-8000-000000000000/bids'],
  ['GET', '/api/me'],
  ['GET', '/api/me/auctions'],
  ['GET', '/api/me/bids'],
  ['GET', '/api/me/wins'],
] as const)('%s %s is closed to strangers', async (method, url) => {
  expect(await server.ask(method, url)).toMatchObject({
    status: 401,
    body: { error: { code: 'sign_in_required' } },
  });
});

test('an accepted bid answers its outcome, and the same id the same outcome', async () => {
  const { id } = await server.list(seller);
  const bidId = randomUUID();
  const first = await bid(id, ada, 100, { bidId });
  expect(first).toMatchObject({
    status: 200,
    body: { bidId, auctionId: id, status: 'accepted', leading: true, pricePoints: 100, minimumPoints: 101 },
  });
  expect(await bid(id, ada, 100, { bidId })).toMatchObject({ status: 200, body: first.body });
  expect((await server.ask('GET', '/api/wallet', { as: ada })).body).toEqual({
    availablePoints: 900,
    heldPoints: 100,
  });
  await bid(id, bob, 101);
});

test('a refused bid answers the error and beside it the outcome', async () => {
  const { id } = await server.list(seller);
  expect(await bid(id, ada, 99)).toMatchObject({
    status: 409,
    body: {
      error: { code: 'below_minimum', message: expect.any(String), requestId: expect.any(String) },
      outcome: { status: 'refused', code: 'below_minimum', transient: false, minimumPoints: 100 },
    },
  });
  expect(await bid(id, seller, 100)).toMatchObject({ status: 403, body: { error: { code: 'own_auction' } } });
  expect(await bid(id, ada, 1_000_000)).toMatchObject({
    status: 409,
    body: { error: { code: 'insufficient_points' } },
  });
});

test('a bid before the start, or for nothing, is refused', async () => {
  const nowMs = server.clock.nowMs();
  const { id } = await server.list(seller, { startsAt: inMinutes(nowMs, 5), endsAt: inMinutes(nowMs, 9) });
  expect(await bid(id, ada, 100)).toMatchObject({ status: 409, body: { error: { code: 'not_started' } } });
  expect(await bid('00000000-0000-4000-8000-000000000000', ada, 100)).toMatchObject({
    status: 404,
    body: { error: { code: 'no_such_auction' } },
  });
});

test.each([
  ['no id', { bidId: undefined }],
  ['an id that is no UUID', { bidId: 'one' }],
  ['an unknown kind', { kind: 'wish' }],
  ['no points', { points: undefined }],
  ['half a point', { points: 0.5 }],
  ['more than anybody may', { points: 1e10 }],
  ['something else along', { leading: true }],
])('a bid with %s is malformed', async (_name, changes) => {
  const { id } = await server.list(seller);
  expect(await bid(id, ada, 100, changes)).toMatchObject({
    status: 400,
    body: { error: { code: 'malformed_bid', details: [{ field: expect.any(String) }] } },
  });
});

test('everybody sees accepted bids under aliases, newest first, page by page', async () => {
  const { id } = await server.list(seller);
  for (const [index, who] of [ada, bob, ada, bob, ada].entries()) await bid(id, who, 100 + index);
  await bid(id, bob, 1);
  const first = (await server.ask('GET', `/api/auctions/${id}/bids?limit=3`)).body;
  const second = (await server.ask('GET', `/api/auctions/${id}/bids?limit=3&cursor=${first.nextCursor}`))
    .body;
  const shown = [...first.items, ...second.items];
  expect(shown.map(({ pricePoints }: { pricePoints: number }) => pricePoints)).toEqual([
    104, 103, 102, 101, 100,
  ]);
  expect(second.nextCursor).toBeNull();
  expect(new Set(shown.map(({ alias }: { alias: string }) => alias)).size).toBe(2);
  expect(JSON.stringify(shown)).not.toContain(ada.user.id);
});

test('one sees every attempt of one own, accepted or refused, page by page', async () => {
  const carol = await server.rich();
  const { id } = await server.list(seller);
  await bid(id, carol, 50);
  await bid(id, carol, 100);
  await bid(id, carol, 300, { kind: 'maximum' });
  const first = (await server.ask('GET', '/api/me/bids?limit=2', { as: carol })).body;
  const second = (await server.ask('GET', `/api/me/bids?limit=2&cursor=${first.nextCursor}`, { as: carol }))
    .body;
  expect([...first.items, ...second.items]).toMatchObject([
    { auctionId: id, kind: 'maximum', points: 300, outcome: 'accepted', leading: true },
    { kind: 'plain', points: 100, outcome: 'accepted', leading: true },
    { kind: 'plain', points: 50, outcome: 'below_minimum', leading: false },
  ]);
  expect(second.nextCursor).toBeNull();
});

test('what one buys is among the wins, and the money where it belongs', async () => {
  const carol = await server.rich();
  const { id } = await server.list(seller, { title: 'Sold at once', buyNowPoints: 400 });
  expect((await bid(id, carol, 400, { kind: 'buy_now' })).status).toBe(200);
  expect((await server.ask('GET', '/api/me/wins', { as: carol })).body).toEqual({
    items: [{ auctionId: id, title: 'Sold at once', pricePoints: 400, at: expect.any(String) }],
    nextCursor: null,
  });
  expect((await server.ask('GET', '/api/wallet', { as: carol })).body).toEqual({
    availablePoints: 600,
    heldPoints: 0,
  });
  const { items } = (await server.ask('GET', '/api/wallet/transfers', { as: carol })).body;
  expect(
    items.map(({ kind, availableChange, heldChange }: Record<string, unknown>) => [
      kind,
      availableChange,
      heldChange,
    ]),
  ).toEqual([
    ['capture', 0, -400],
    ['hold', -400, 400],
    ['charge', 1_000, 0],
  ]);
});
