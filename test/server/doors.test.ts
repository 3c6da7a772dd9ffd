/** What holds for every route: errors, origins, limits, health, and the door to the rooms. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newAccount, openServer, type ServerStage } from './server-stage.ts';

describe('an open server', () => {
  let server: ServerStage;
  beforeAll(async () => {
    server = await openServer({ ORIGINS: 'https://shop.example' });
  });
  afterAll(() => server.close());

  test.each([
    ['an unknown address', 'GET', '/nothing', {}, 404, 'not_found'],
    ['an address that cannot be read', 'GET', '/api/auctions/%', {}, 400, 'invalid_request'],
    [
      'text for JSON',
      'POST',
      '/api/auth/sign-in/email',
      { headers: { 'content-type': 'text/csv' }, body: 'a' },
      415,
      'unsupported_media_type',
    ],
    [
      'broken JSON',
      'POST',
      '/api/auth/sign-in/email',
      { headers: { 'content-type': 'application/json' }, body: '{' },
      400,
      'invalid_request',
    ],
    [
      'a huge body',
      'POST',
      '/api/auth/sign-in/email',
      { body: { email: 'x'.repeat(70_000) } },
      413,
      'body_too_large',
    ],
  ] as const)('%s gets the one error shape', async (_name, method, url, asked, status, code) => {
    const answer = await server.ask(method, url, asked);
    expect(answer).toMatchObject({ status, headers: { 'content-type': 'application/json; charset=utf-8' } });
    expect(answer.body).toEqual({
      error: {
        code,
        message: expect.any(String),
        requestId: answer.headers['x-request-id'] ?? expect.any(String),
      },
    });
  });

  test('what breaks inside is told to the log, not to the client', async () => {
    const { clock } = server;
    const working = clock.nowMs;
    Object.assign(clock, {
      nowMs: () => {
        throw new Error('secret detail');
      },
    });
    const answer = await server.ask('GET', '/api/auctions');
    Object.assign(clock, { nowMs: working });
    expect(answer).toMatchObject({ status: 500, body: { error: { code: 'internal_error' } } });
    expect(answer.text).not.toContain('secret detail');
  });

  test('a seat that cannot be had just now is to be asked for again', async () => {
    const { seat } = server.house;
    Object.assign(server.house, { seat: () => Promise.reject(new Error('secret detail')) });
    const answer = await server.ask('POST', '/matchmake/joinOrCreate/auction', {
      body: { auctionId: '00000000-0000-4000-8000-000000000000' },
    });
    Object.assign(server.house, { seat });
    expect(answer).toMatchObject({ status: 503, body: { error: { code: 'unavailable' } } });
    expect(answer.text).not.toContain('secret detail');
  });

  test('what is no HTTP gets the one error shape too', async () => {
    await server.app.listen({ port: 0, host: '127.0.0.1' });
    const address = server.app.server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(address.port, '127.0.0.1', () => socket.write('nonsense\r\n\r\n'));
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({
      error: { code: 'invalid_request' },
    });
  });

  test('only listed origins may read answers', async () => {
    const allowed = async (origin: string) =>
      (await server.ask('GET', '/api/auctions', { headers: { origin } })).headers[
        'access-control-allow-origin'
      ];
    expect(await allowed('https://shop.example')).toBe('https://shop.example');
    expect(await allowed('https://evil.example')).toBeUndefined();
  });

  test('signing in from a page of another origin is refused', async () => {
    const signUp = (origin: string) =>
      server.ask('POST', '/api/auth/sign-up/email', { body: newAccount(), headers: { origin } });
    expect(await signUp('https://evil.example')).toMatchObject({
      status: 403,
      body: { error: { code: 'origin_not_allowed' } },
    });
    expect((await signUp('https://shop.example')).status).toBe(200);
  });

  test("Node's own fetch can sign up, although it sends a header that browsers send", async () => {
    const headers = { 'sec-fetch-mode': 'cors' };
    const { status } = await server.ask('POST', '/api/auth/sign-up/email', { body: newAccount(), headers });
    expect(status).toBe(200);
  });

  test('it is live, and ready while the database answers', async () => {
    expect(await server.ask('GET', '/health/live')).toMatchObject({ status: 200, body: { status: 'live' } });
    expect(await server.ask('GET', '/health/ready')).toMatchObject({
      status: 200,
      body: { status: 'ready' },
    });
  });

  test('a spectator gets a seat without an account, but not with a bad token', async () => {
    const seller = await server.signUp();
    const { id } = await server.list(seller);
    const join = (headers: Record<string, string> = {}) =>
      server.ask('POST', '/matchmake/joinOrCreate/auction', { body: { auctionId: id }, headers });
    expect(await join()).toMatchObject({ status: 200, body: { roomId: id, sessionId: expect.any(String) } });
    expect(await join({ authorization: `Bearer ${seller.token}` })).toMatchObject({ status: 200 });
    expect(await join({ authorization: 'Bearer nonsense' })).toMatchObject({
      status: 401,
      body: { error: { code: 'sign_in_required' } },
    });
  });

  test('there is one door to the rooms', async () => {
    const body = { auctionId: '00000000-0000-4000-8000-000000000000' };
    for (const path of [
      'create/auction',
      'joinById/x',
      'reconnect/x',
      'join/auction',
      'joinOrCreate/lobby',
    ]) {
      expect(await server.ask('POST', `/matchmake/${path}`, { body })).toMatchObject({
        status: 404,
        body: { error: { code: 'not_found' } },
      });
    }
    for (const auctionId of [body.auctionId, 'nothing']) {
      expect(
        await server.ask('POST', '/matchmake/joinOrCreate/auction', { body: { auctionId } }),
      ).toMatchObject({
        status: 404,
        body: { error: { code: 'no_such_auction' } },
      });
    }
  });

  test('it is not ready when the database is away', async () => {
    await server.database.db.destroy();
    expect(await server.ask('GET', '/health/ready')).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      body: { error: { code: 'unavailable' } },
    });
    expect((await server.ask('GET', '/health/live')).status).toBe(200);
  });
});
