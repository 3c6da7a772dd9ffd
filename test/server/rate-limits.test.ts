import { afterAll, beforeAll, expect, test } from 'vitest';
import { openServer, type ServerStage } from './server-stage.ts';

let server: ServerStage;

beforeAll(async () => {
  server = await openServer({ REQUESTS_PER_MINUTE: '8', SIGN_INS_PER_MINUTE: '3' });
});
afterAll(() => server.close());

const signIn = (from: string, headers: Record<string, string> = {}) =>
  server.ask('POST', '/api/auth/sign-in/email', {
    from,
    headers,
    body: { email: 'nobody@example.com', password: 'wrong' },
  });

test('guessing passwords is slowed down, for the one who guesses only', async () => {
  for (let i = 0; i < 3; i++) expect((await signIn('10.0.0.1')).status).toBe(401);
  expect(await signIn('10.0.0.1')).toMatchObject({
    status: 429,
    headers: { 'retry-after': expect.any(String) },
    body: { error: { code: 'too_many_requests' } },
  });
  expect((await signIn('10.0.0.2')).status).toBe(401);
});

test('nobody chooses the address they are counted under', async () => {
  const disguised = (i: number) => ({
    'x-forwarded-for': `10.9.9.${i}`,
    'x-ready-auction-client-address': `10.9.9.${i}`,
  });
  for (let i = 0; i < 3; i++) expect((await signIn('10.0.0.3', disguised(i))).status).toBe(401);
  expect((await signIn('10.0.0.3', disguised(4))).status).toBe(429);
});

test('whoever shows bad tokens is counted as well, before anybody looks at them', async () => {
  const headers = { authorization: 'Bearer nonsense' };
  const ask = () => server.ask('GET', '/api/wallet', { from: '10.0.0.6', headers });
  for (let i = 0; i < 8; i++) expect((await ask()).status).toBe(401);
  expect((await ask()).status).toBe(429);
});

test('so are all requests, also to addresses that do not exist, but not the health checks', async () => {
  const ask = (url: string, from: string) => server.ask('GET', url, { from });
  for (let i = 0; i < 8; i++) await ask('/nothing', '10.0.0.4');
  expect(await ask('/api/auctions', '10.0.0.4')).toMatchObject({
    status: 429,
    headers: { 'retry-after': expect.any(String) },
    body: { error: { code: 'too_many_requests' } },
  });
  expect((await ask('/health/live', '10.0.0.4')).status).toBe(200);
  expect((await ask('/api/auctions', '10.0.0.5')).status).toBe(200);
});
