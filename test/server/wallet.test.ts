import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '../../auction/limits.ts';
import { openServer, type Person, type ServerStage } from './server-stage.ts';

let server: ServerStage;
let ada: Person;

beforeAll(async () => {
  server = await openServer();
  ada = await server.signUp();
});
afterAll(() => server.close());

const charge = (points: unknown, key: string, as = ada) =>
  server.ask('POST', '/api/wallet/charges', { as, body: { points }, headers: { 'idempotency-key': key } });

test.each([
  ['GET', '/api/wallet'],
  ['POST', '/api/wallet/charges'],
  ['GET', '/api/wallet/transfers'],
] as const)('%s %s is closed to strangers', async (method, url) => {
  expect(await server.ask(method, url)).toMatchObject({
    status: 401,
    body: { error: { code: 'sign_in_required' } },
  });
});

test('a new account has an empty wallet', async () => {
  const bob = await server.signUp();
  expect((await server.ask('GET', '/api/wallet', { as: bob })).body).toEqual({
    availablePoints: 0,
    heldPoints: 0,
  });
});

test('a charge sent twice with one key moves points once and answers the same charge', async () => {
  const bob = await server.signUp();
  const first = await charge(500, 'once', bob);
  const second = await charge(500, 'once', bob);
  expect(first).toMatchObject({
    status: 201,
    body: { availablePoints: 500, charge: { kind: 'charge', points: 500, availableChange: 500 } },
  });
  expect(second).toMatchObject({ status: 200, body: first.body });
});

test('a key of one person means nothing to another', async () => {
  const [bob, eve] = [await server.signUp(), await server.signUp()];
  await charge(500, 'shared', bob);
  expect((await charge(70, 'shared', eve)).body).toMatchObject({ availablePoints: 70 });
});

test('a key used again for another amount is refused, and nothing moves', async () => {
  const bob = await server.signUp();
  await charge(500, 'reused', bob);
  expect(await charge(501, 'reused', bob)).toMatchObject({
    status: 409,
    body: { error: { code: 'idempotency_key_reused' } },
  });
  expect((await server.ask('GET', '/api/wallet', { as: bob })).body.availablePoints).toBe(500);
});

test.each([
  ['nothing', undefined],
  ['zero', 0],
  ['a fraction', 1.5],
  ['text', '100'],
  ['too much', LIMITS.chargePoints + 1],
])('a charge of %s is refused with the field that is wrong', async (_name, points) => {
  const { status, body } = await charge(points, 'wrong');
  expect(status).toBe(400);
  expect(body.error).toMatchObject({ code: 'invalid_request', details: [{ field: 'points' }] });
});

test.each([[''], ['a key with spaces'], ['k'.repeat(101)]])('the key %j is refused', async (key) => {
  expect(await charge(1, key)).toMatchObject({
    status: 400,
    body: { error: { code: 'idempotency_key_missing' } },
  });
});

test('transfers come newest first, page by page, without gaps or repeats', async () => {
  const bob = await server.signUp();
  for (let points = 1; points <= 5; points++) await charge(points, `page ${points}`.replace(' ', '-'), bob);
  const seen: number[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { body } = await server.ask(
      'GET',
      `/api/wallet/transfers?limit=2${cursor && `&cursor=${cursor}`}`,
      { as: bob },
    );
    seen.push(...body.items.map((item: { points: number }) => item.points));
    cursor = body.nextCursor;
  }
  expect(seen).toEqual([5, 4, 3, 2, 1]);
});

test('a cursor that is not ours is refused', async () => {
  expect(await server.ask('GET', '/api/wallet/transfers?cursor=x', { as: ada })).toMatchObject({
    status: 400,
    body: { error: { code: 'invalid_cursor' } },
  });
});
