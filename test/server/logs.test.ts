/** What is logged: enough to follow a bid, and never what would open something. */
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReadyAuction } from '../../client-sdk/index.ts';
import { openLog } from '../../server/logs/log.ts';
import { METRICS_TOKEN } from './samples.ts';
import { newAccount, openServer, type Person, type ServerStage } from './server-stage.ts';

type Line = { readonly level: number; readonly msg: string; readonly [field: string]: unknown };

const written: string[] = [];
const lines = () => written.map((line) => JSON.parse(line) as Line);

let server: ServerStage;
let ada: Person;
let auctionId: string;

beforeAll(async () => {
  server = await openServer(
    { LOG_LEVEL: 'trace', METRICS_TOKEN },
    { logTo: { write: (line: string) => void written.push(line) } },
  );
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  server.house.attach(server.app.server);
  ada = await server.rich();
  auctionId = (await server.list(await server.signUp())).id;
});
afterAll(() => server.close());

const about = (bidId: string) =>
  lines().filter((line) => line.bidId === bidId || (line.bidIds as string[] | undefined)?.includes(bidId));

test('a bid can be followed from its request through its settlement to its answer', async () => {
  const bidId = randomUUID();
  const { headers } = await server.ask('POST', `/api/auctions/${auctionId}/bids`, {
    as: ada,
    body: { bidId, kind: 'plain', points: 100 },
  });
  expect(about(bidId)).toMatchObject([
    { level: 20, msg: 'a bid arrived', auctionId, requestId: headers['x-request-id'] },
    { level: 20, msg: 'letters were settled', batch: expect.any(Number), letters: 1, committed: true },
    { level: 20, msg: 'a bid was answered', auctionId, outcome: 'accepted', tookMs: expect.any(Number) },
  ]);
  const requests = lines().filter((line) => line.reqId === headers['x-request-id']);
  expect(requests.map(({ msg }) => msg)).toEqual(['incoming request', 'request completed']);
});

test('a bid over a socket can be followed, too', async () => {
  const { port } = server.app.server.address() as AddressInfo;
  const client = new ReadyAuction(`http://127.0.0.1:${port}`, { token: ada.token });
  const room = await client.join(auctionId);
  const bidId = randomUUID();
  await room.bid(150, { bidId });
  await room.leave();
  await expect
    .poll(() => about(bidId).map(({ msg }) => msg))
    .toEqual(['a bid arrived', 'letters were settled', 'a bid was answered']);
});

test('an error answer names the request under which the log tells more', async () => {
  const { nowMs } = server.clock;
  Object.assign(server.clock, {
    nowMs: () => {
      throw new Error('postgres://house:p4ssw0rd@db.example/auctions is broken');
    },
  });
  const { body } = await server.ask('GET', '/api/auctions');
  Object.assign(server.clock, { nowMs });
  const told = lines().filter(({ reqId, level }) => reqId === body.error.requestId && level >= 50);
  expect(told).toMatchObject([
    { err: { message: 'postgres://house:[hidden]@db.example/auctions is broken' } },
  ]);
});

test('a seat that could not be had is logged with its reason', async () => {
  const { seat } = server.house;
  Object.assign(server.house, { seat: () => Promise.reject(new Error('no room left')) });
  await server.ask('POST', '/matchmake/joinOrCreate/auction', { body: { auctionId } });
  Object.assign(server.house, { seat });
  expect(lines().filter(({ msg }) => msg === 'no seat could be had')).toMatchObject([
    { auctionId, err: { message: 'no room left' } },
  ]);
});

test('nothing that opens something is ever logged, at the lowest level', async () => {
  const account = { ...newAccount(), password: `pw-${randomUUID()}` };
  const sign = (path: string, body: object) => server.ask('POST', `/api/auth/${path}/email`, { body });
  const up = await sign('sign-up', account);
  const wrong = { ...account, password: `wrong-${randomUUID()}` };
  await sign('sign-in', wrong);
  const cookie = [up.headers['set-cookie'] ?? []].flat().map((each) => each.split(';', 1)[0] ?? '');
  const mailToken = randomUUID();
  const sessionId = randomUUID();
  await server.ask('GET', '/api/me', { headers: { cookie: cookie.join('; ') } });
  await server.ask('GET', '/api/me', { as: ada });
  await server.ask('GET', `/api/unsubscribe?token=${mailToken}`);
  await server.ask('GET', `/somewhere/else?sessionId=${sessionId}&x=1`);
  await server.ask('GET', '/metrics', { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
  await server.ask('GET', `/nothing?shown=${METRICS_TOKEN}`);
  const seat = await server.ask('POST', '/matchmake/joinOrCreate/auction', { body: { auctionId }, as: ada });

  const cookies = cookie.map((each) => each.slice(each.indexOf('=') + 1)).filter((value) => value !== '');
  expect(cookies.length).toBeGreaterThan(0);
  const secrets = { ada: ada.token, up: up.body.token, METRICS_TOKEN, mailToken, sessionId, ...cookies };
  const all = { ...secrets, right: account.password, wrong: wrong.password, seat: seat.body.sessionId };
  const text = written.join('');
  expect(text).toContain('/api/unsubscribe?token=[hidden]');
  for (const [name, secret] of Object.entries(all)) {
    expect([name, typeof secret]).toEqual([name, 'string']);
    expect([name, text.includes(secret as string)]).toEqual([name, false]);
  }
});

test.each([
  ['a header', { headers: { authorization: 'Bearer x.y', 'set-cookie': ['a=SECRET', 'b=SECRET'] } }],
  ['a field far inside', { a: { b: { c: { password: 'a "SECRET" \\ one' } } } }],
  ['an error with an address', { err: new Error('cannot reach redis://:SECRET@cache:6379/0') }],
  ['an error with a body', { err: new Error(`sent ${JSON.stringify({ password: 'SECRET', email: 'a' })}`) }],
  ['a header in a message', { complaint: 'authorization: Bearer SECRETSECRET' }],
  ['the address of a socket', { url: '/p/r?sessionId=SECRET&_authToken=SECRET' }],
  ['a cookie in a message', { complaint: '__Secure-better-auth.session_token=SECRET.abc' }],
  ['a secret of the configuration', { complaint: `it was k"SECRET"k!` }],
])('%s loses its secret, and the line stays a line of JSON', (_name, details) => {
  const out: string[] = [];
  const log = openLog('info', ['k"SECRET"k!'], { write: (line: string) => void out.push(line) });
  log.child({ reqId: '1' }).info(details, 'something happened');
  expect(out).toHaveLength(1);
  expect(JSON.parse(out[0] ?? '')).toMatchObject({ msg: 'something happened', reqId: '1' });
  expect(out[0]).not.toContain('SECRET');
  expect(out[0]).toContain('[hidden]');
});

test('bids leave no line at level warn', async () => {
  const out: string[] = [];
  const quiet = await openServer({ LOG_LEVEL: 'warn' }, { logTo: { write: (line) => void out.push(line) } });
  try {
    const { id } = await quiet.list(await quiet.signUp());
    const body = { bidId: randomUUID(), kind: 'plain', points: 100 };
    expect(
      (await quiet.ask('POST', `/api/auctions/${id}/bids`, { as: await quiet.rich(), body })).status,
    ).toBe(200);
    expect(out).toEqual([]);
  } finally {
    await quiet.close();
  }
});
