/** What one account may ask for by REST, whatever addresses it comes from. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openServer, type Person, type ServerStage } from './server-stage.ts';

const TOO_MANY = {
  status: 429,
  headers: { 'retry-after': expect.stringMatching(/^[1-9]\d?$/) },
  body: { error: { code: 'too_many_requests' } },
};

let server: ServerStage;
afterAll(() => server.close());
let addresses = 0;
const elsewhere = () => `10.7.${addresses >> 8}.${addresses++ & 255}`;

beforeAll(async () => {
  server = await openServer({
    REQUESTS_PER_MINUTE: '100',
    USER_REQUESTS_PER_MINUTE: '20',
    BIDS_PER_MINUTE: '4',
    LISTINGS_PER_MINUTE: '2',
    UPLOADS_PER_MINUTE: '3',
  });
});

describe('an account', () => {
  test('has so many requests a minute, wherever they come from; others go on', async () => {
    const [ann, bob] = [await server.signUp(), await server.signUp()];
    const ask = (as: Person) => server.ask('GET', '/api/wallet', { as, from: elsewhere() });
    for (let asked = 0; asked < 20; asked++) expect((await ask(ann)).status).toBe(200);
    const before = server.turnedAway.length;
    expect(await ask(ann)).toMatchObject(TOO_MANY);
    expect(await ask(ann)).toMatchObject(TOO_MANY);
    expect(server.turnedAway.slice(before)).toEqual(['user_requests', 'user_requests']);
    expect((await ask(bob)).status).toBe(200);
  });

  test('that has used up its requests is refused without its session being looked up again', async () => {
    const ann = await server.signUp();
    const ask = () => server.ask('GET', '/api/wallet', { as: ann, from: elsewhere() });
    for (let asked = 0; asked < 21; asked++) await ask();
    const { getSession } = server.auth.api;
    let lookedUp = 0;
    Object.assign(server.auth.api, {
      getSession: (...asked: Parameters<typeof getSession>) => {
        lookedUp += 1;
        return getSession(...asked);
      },
    });
    expect(await ask()).toMatchObject(TOO_MANY);
    const mistaken = await server.ask('GET', '/api/wallet', {
      from: elsewhere(),
      headers: { authorization: `Bearer ${ann.token}x` },
    });
    Object.assign(server.auth.api, { getSession });
    expect(mistaken.status).toBe(401);
    expect(lookedUp).toBe(1);
  });

  test('has so many bids, listings and uploads among them', async () => {
    const seller = await server.signUp();
    const { id } = await server.list(seller);
    await server.list(seller);
    const list = { title: 'A lamp', description: '', startPricePoints: 1, endsAt: '2999-01-01T00:00:00Z' };
    const ask = (as: Person, url: string, body: object, headers = {}) =>
      server.ask('POST', url, { as, body, headers, from: elsewhere() });
    expect(await ask(seller, '/api/auctions', list)).toMatchObject(TOO_MANY);

    const ann = await server.rich();
    const bid = () => ({ bidId: randomUUID(), kind: 'plain', points: 1 });
    for (let made = 0; made < 4; made++)
      expect((await ask(ann, `/api/auctions/${id}/bids`, bid())).status).toBe(409);
    expect(await ask(ann, `/api/auctions/${id}/bids`, bid())).toMatchObject(TOO_MANY);
    expect((await server.ask('GET', '/api/wallet', { as: ann })).status).toBe(200);

    for (let sent = 0; sent < 3; sent++) expect((await ask(ann, '/api/images', {})).status).toBe(415);
    expect(await ask(ann, '/api/images', {})).toMatchObject(TOO_MANY);
  });

  test('is told where it stands by the limit that is nearest', async () => {
    const ann = await server.signUp();
    const { headers } = await server.ask('GET', '/api/wallet', { as: ann, from: elsewhere() });
    expect(headers).toMatchObject({ 'x-ratelimit-limit': '20', 'x-ratelimit-remaining': '19' });
    const stranger = await server.ask('GET', '/api/auctions', { from: elsewhere() });
    expect(stranger.headers).toMatchObject({ 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '99' });
  });
});

test('all addresses of a network that has 2^64 of them are one', async () => {
  const ask = (from: string) => server.ask('GET', '/nothing', { from });
  for (let each = 0; each < 100; each++) await ask(`2001:db8:1:2:${each}::1`);
  expect((await ask('2001:db8:1:2::99')).status).toBe(429);
  expect((await ask('2001:db8:1:3::99')).status).toBe(404);
  for (let each = 0; each < 100; each++) await ask('::ffff:10.3.3.3');
  expect((await ask('10.3.3.3')).status).toBe(429);
});
