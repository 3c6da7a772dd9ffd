/** Everything that travels between a room and its clients, over real sockets, held to the documented shapes. */
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLIENT_MESSAGES, CLOSE_CODES, SERVER_MESSAGES } from '../../server/shapes/realtime-shapes.ts';
import { travelled, type Visitor, visitor } from './documentation/visitor.ts';
import { openServer, type Person, type ServerStage } from './server-stage.ts';

let server: ServerStage;
let url: string;
let seller: Person;
let ann: Person;
const inside: Visitor[] = [];

beforeAll(async () => {
  server = await openServer();
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  server.house.attach(server.app.server);
  url = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
  [seller, ann] = [await server.signUp(), await server.rich()];
});
afterAll(async () => {
  await Promise.all(inside.map((each) => each.leave()));
  await server.close();
});

async function join(auctionId: string, as?: Person): Promise<Visitor> {
  const { body } = await server.ask('POST', '/matchmake/joinOrCreate/auction', {
    body: { auctionId },
    ...(as && { as }),
  });
  const joined = visitor(url, body);
  inside.push(joined);
  await expect.poll(() => joined.heard('standing')).toHaveLength(1);
  await expect.poll(() => joined.view?.auctionId).toBe(auctionId);
  return joined;
}

const bid = (points: number, kind: 'plain' | 'maximum' = 'plain') => ({ bidId: randomUUID(), kind, points });

test('a bid, its outcome, the standing and the state that follow', async () => {
  const { id } = await server.list(seller, { reservePoints: 300, buyNowPoints: 900 });
  const [anns, watching] = [await join(id, ann), await join(id)];
  expect(watching.heard('standing')).toEqual([{ alias: null, leading: false, maximumPoints: null }]);

  anns.send('bid', bid(400, 'maximum'));
  await expect.poll(() => anns.heard('outcome')).toMatchObject([{ status: 'accepted', leading: true }]);
  await expect.poll(() => anns.heard('standing').at(-1)).toMatchObject({ leading: true, maximumPoints: 400 });
  await expect.poll(() => watching.view).toMatchObject({ bidCount: 1, reserve: 'met', buyNowPoints: null });

  watching.send('bid', bid(500));
  await expect.poll(() => watching.heard('outcome')).toMatchObject([{ code: 'sign_in_required' }]);
  expect(watching.heard('standing')).toHaveLength(1);
});

test('the time', async () => {
  const { id } = await server.list(seller);
  const watching = await join(id);
  watching.send('clock', { sentAtMs: 42 });
  await expect
    .poll(() => watching.heard('clock'))
    .toMatchObject([{ sentAtMs: 42, houseMs: expect.any(Number) }]);
});

test('an ending', async () => {
  const { id } = await server.list(seller, { buyNowPoints: 200 });
  const anns = await join(id, ann);
  anns.send('bid', { bidId: randomUUID(), kind: 'buy_now', points: 200 });
  await expect.poll(() => anns.view).toMatchObject({ phase: 'closed', ending: 'sold', pricePoints: 200 });
});

test('what is no message is answered as documented, or not at all, and the socket stays', async () => {
  const { id } = await server.list(seller);
  const anns = await join(id, ann);
  const hostile = [null, 1, 'x'.repeat(900), [], {}, { bidId: '\u0000' }, { ...bid(1), points: 1e300 }];
  for (const payload of hostile) anns.sendAnyhow('bid', payload);
  for (const payload of [null, 'x', { sentAtMs: 'now' }]) anns.sendAnyhow('clock', payload);
  anns.sendAnyhow('__proto__', { polluted: true });
  anns.send('clock', { sentAtMs: 1 });
  await expect.poll(() => anns.heard('clock')).toHaveLength(1);
  expect(anns.heard('outcome').map((each) => 'code' in each && each.code)).toEqual(
    hostile.map(() => 'malformed_bid'),
  );
  expect(anns.closeCode).toBeUndefined();
});

test('a room that lost its auction lets everybody go, whether they bid or only watch', async () => {
  const { id } = await server.list(seller);
  const [anns, watching] = [await join(id, ann), await join(id)];
  await sql`update auction set epoch = epoch + 1 where id = ${id}`.execute(server.database.db);
  anns.send('bid', bid(100));
  await expect.poll(() => [anns.closeCode, watching.closeCode]).toEqual([4901, 4901]);
});

test('who signs out elsewhere is seen out', { timeout: 30_000 }, async () => {
  const { id } = await server.list(seller);
  const guest = await server.signUp();
  const guests = await join(id, guest);
  await server.ask('POST', '/api/auth/sign-out', { as: guest, body: {} });
  await expect.poll(() => guests.closeCode, { timeout: 20_000 }).toBe(4902);
});

test('who floods is seen out', async () => {
  const { id } = await server.list(seller);
  const flooder = await join(id, await server.signUp());
  for (let each = 0; each < 100; each++) flooder.send('clock', { sentAtMs: each });
  await expect.poll(() => flooder.closeCode).toBe(4904);
});

test('a server that leaves says so to everybody inside, and is not ready any more', async () => {
  const { id } = await server.list(seller);
  const [anns, watching] = [await join(id, ann), await join(id)];
  await server.house.leave();
  await expect.poll(() => [anns.closeCode, watching.closeCode]).toEqual([4903, 4903]);
  expect((await server.ask('GET', '/health/ready')).body).toMatchObject({
    error: { code: 'unavailable', message: 'This server is leaving. Ask another one.' },
  });
  expect((await server.ask('GET', '/health/live')).status).toBe(200);
});

test('nothing was other than documented, and nothing documented was left out', () => {
  expect(travelled.problems).toEqual([]);
  expect([...travelled.sent].sort()).toEqual(Object.keys(CLIENT_MESSAGES).sort());
  const names = Object.keys(SERVER_MESSAGES).flatMap((name) =>
    name === 'outcome' ? ['outcome accepted', 'outcome refused'] : name,
  );
  const documented = [...names, ...CLOSE_CODES.map(({ code }) => `close ${code}`)];
  expect([...travelled.heard].sort()).toEqual(documented.sort());
});
