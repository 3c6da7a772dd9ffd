import { afterAll, beforeAll, expect, test } from 'vitest';
import { newAccount, openServer, type ServerStage } from './server-stage.ts';

let server: ServerStage;

beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.close());

const signUp = (changes: Record<string, unknown>) =>
  server.ask('POST', '/api/auth/sign-up/email', { body: { ...newAccount(), ...changes } });

const inYears = (years: number) => {
  const day = new Date(server.clock.nowMs());
  day.setUTCFullYear(day.getUTCFullYear() + years);
  return day.toISOString().slice(0, 10);
};

test('signing up answers the account and a token that works', async () => {
  const { status, body, headers } = await signUp({ email: 'Ada@Example.com' });
  expect(status).toBe(200);
  expect(body.user).toEqual({
    id: expect.any(String),
    email: 'ada@example.com',
    name: 'Ada',
    birthDate: '1990-05-17',
    gender: 'female',
    role: 'user',
  });
  expect(headers['set-auth-token']).toBeDefined();
  const me = await server.ask('GET', '/api/me', { headers: { authorization: `Bearer ${body.token}` } });
  expect(me).toMatchObject({ status: 200, body: body.user });
});

test.each([
  ['an unknown gender', { gender: 'unknown' }, 'gender'],
  ['no gender', { gender: undefined }, 'gender'],
  ['a birth date in words', { birthDate: 'May 1990' }, 'birthDate'],
  ['a day that is not in the calendar', { birthDate: '1990-02-30' }, 'birthDate'],
  ['a day before anybody alive was born', { birthDate: '1812-01-01' }, 'birthDate'],
  ['a short password', { password: 'short' }, 'password'],
  ['a long password', { password: 'p'.repeat(129) }, 'password'],
  ['no e-mail address', { email: 'ada' }, 'email'],
  ['an empty name', { name: '  ' }, 'name'],
  ['a name with control characters', { name: 'A\u0000da' }, 'name'],
  ['a role', { role: 'admin' }, 'role'],
  ['a ban', { banned: false }, 'banned'],
  ['a verified address', { emailVerified: true }, 'emailVerified'],
])('signing up with %s is refused, and the field named', async (_name, changes, field) => {
  const { status, body } = await signUp(changes);
  expect(status).toBe(400);
  expect(body.error).toMatchObject({ code: 'invalid_request', details: [{ field }] });
});

test('nobody is born in the future, or too young', async () => {
  for (const years of [1, -13]) {
    const { status, body } = await signUp({ birthDate: inYears(years) });
    expect(status).toBe(400);
    expect(body.error.details).toEqual([{ field: 'birthDate', message: expect.any(String) }]);
  }
  expect((await signUp({ birthDate: inYears(-14) })).status).toBe(200);
});

test('one e-mail address has one account', async () => {
  await signUp({ email: 'twice@example.com' });
  expect(await signUp({ email: 'TWICE@example.com' })).toMatchObject({
    status: 409,
    body: { error: { code: 'email_taken', requestId: expect.any(String) } },
  });
});

test('signing in with a wrong password, or as nobody, looks the same', async () => {
  const { user } = await server.signUp();
  for (const email of [user.email, 'nobody@example.com']) {
    const answer = await server.ask('POST', '/api/auth/sign-in/email', {
      body: { email, password: 'wrong' },
    });
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'wrong_credentials' } } });
  }
});

test('nobody makes themselves an administrator afterwards', async () => {
  const person = await server.signUp();
  const change = await server.ask('POST', '/api/auth/update-user', { as: person, body: { role: 'admin' } });
  expect(change).toMatchObject({ status: 400, body: { error: { details: [{ field: 'role' }] } } });
  const set = await server.ask('POST', '/api/auth/admin/set-role', {
    as: person,
    body: { userId: person.user.id, role: 'admin' },
  });
  expect(set).toMatchObject({ status: 403, body: { error: { code: 'admins_only' } } });
  expect((await server.ask('GET', '/api/me', { as: person })).body.role).toBe('user');
});

test('people may change what they said about themselves, within the same bounds', async () => {
  const person = await server.signUp();
  const change = (body: unknown) => server.ask('POST', '/api/auth/update-user', { as: person, body });
  expect((await change({ name: 'Grace', gender: 'other' })).status).toBe(200);
  expect((await change({ birthDate: '2999-01-01' })).status).toBe(400);
  expect((await change({ gender: 'none' })).status).toBe(400);
  expect((await server.ask('GET', '/api/me', { as: person })).body).toMatchObject({
    name: 'Grace',
    gender: 'other',
  });
});

test('a token ends with its session', async () => {
  const person = await server.signUp();
  expect((await server.ask('POST', '/api/auth/sign-out', { as: person, body: {} })).status).toBe(200);
  expect((await server.ask('GET', '/api/me', { as: person })).status).toBe(401);
});

test('the unsigned token that the database stores does not sign anybody in', async () => {
  const person = await server.signUp();
  const headers = { authorization: `Bearer ${person.token.split('.')[0]}` };
  expect((await server.ask('GET', '/api/me', { headers })).status).toBe(401);
});

test('a bad token is not rescued by a good cookie', async () => {
  const { cookie } = await server.signUp();
  expect((await server.ask('GET', '/api/me', { headers: { cookie } })).status).toBe(200);
  const headers = { cookie, authorization: 'Bearer nonsense.nonsense' };
  expect((await server.ask('GET', '/api/me', { headers })).status).toBe(401);
});

test('a cookie acts only for pages of known origins', async () => {
  const { cookie } = await server.signUp();
  const charge = (headers: Record<string, string>) =>
    server.ask('POST', '/api/wallet/charges', {
      body: { points: 1 },
      headers: { cookie, 'idempotency-key': 'k', host: 'auctions.example', ...headers },
    });
  const strange: Record<string, string>[] = [{}, { origin: 'https://evil.example' }, { origin: 'null' }];
  for (const headers of strange) {
    expect(await charge(headers)).toMatchObject({
      status: 403,
      body: { error: { code: 'origin_not_allowed' } },
    });
  }
  expect((await charge({ origin: 'https://auctions.example' })).status).toBe(201);
});

test.each([
  'sign-in/social',
  'delete-user',
  'admin/impersonate-user',
  'admin/remove-user',
  'request-password-reset',
])('%s is not open', async (path) => {
  const person = await server.signUp();
  expect(await server.ask('POST', `/api/auth/${path}`, { as: person, body: {} })).toMatchObject({
    status: 404,
    body: { error: { code: 'not_found' } },
  });
});
