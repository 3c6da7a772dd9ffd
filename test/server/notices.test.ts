/** What people say about how they want to be told. How they are told: notices-push.test.ts, notices-mail.test.ts. */
import { createECDH, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOTICE_LIMITS } from '../../persistence/alerts/notice-limits.ts';
import { openServer, type Person, type ServerStage } from './server-stage.ts';
import { VAPID } from './vapid.ts';

let server: ServerStage;
let ann: Person;
let bob: Person;

beforeAll(async () => {
  server = await openServer(VAPID);
  [ann, bob] = [await server.signUp(), await server.signUp()];
});
afterAll(() => server.close());

function subscription(changes: { endpoint?: string; p256dh?: string; auth?: string } = {}) {
  const browser = createECDH('prime256v1');
  browser.generateKeys();
  const {
    endpoint = `https://push.example.com/${randomBytes(8).toString('hex')}`,
    p256dh = browser.getPublicKey('base64url'),
    auth = randomBytes(16).toString('base64url'),
  } = changes;
  return { endpoint, expirationTime: null, keys: { p256dh, auth } };
}

const put = (as: Person, body: unknown) => server.ask('PUT', '/api/me/push-endpoints', { as, body });
const endpointsOf = async (as: Person) =>
  (await server.ask('GET', '/api/me/push-endpoints', { as })).body.items;

test.each([
  ['PUT', '/api/me/push-endpoints'],
  ['GET', '/api/me/push-endpoints'],
  ['DELETE', '/api/me/push-endpoints/00000000-0000-4000-8000-000000000000'],
  ['GET', '/api/me/notice-preferences'],
  ['PUT', '/api/me/notice-preferences'],
] as const)('%s %s is closed to strangers', async (method, url) => {
  expect(await server.ask(method, url)).toMatchObject({
    status: 401,
    body: { error: { code: 'sign_in_required' } },
  });
});

test('everybody may know the key to register with; a house without keys says that it does not push', async () => {
  expect((await server.ask('GET', '/api/push-key')).body).toEqual({ publicKey: VAPID.VAPID_PUBLIC_KEY });
  const { pushKey } = server.notices;
  Object.assign(server.notices, { pushKey: undefined });
  const answers = [await server.ask('GET', '/api/push-key'), await put(ann, subscription())];
  Object.assign(server.notices, { pushKey });
  for (const answer of answers)
    expect(answer).toMatchObject({ status: 404, body: { error: { code: 'push_off' } } });
});

test('a browser is registered, again without harm, and taken back by nobody but its owner', async () => {
  const browser = subscription();
  const first = await put(ann, browser);
  expect(first).toMatchObject({ status: 200, body: { endpoint: browser.endpoint } });
  expect((await put(ann, browser)).body.id).toBe(first.body.id);
  expect(await endpointsOf(ann)).toMatchObject([{ id: first.body.id, endpoint: browser.endpoint }]);

  const path = `/api/me/push-endpoints/${first.body.id}`;
  expect((await server.ask('DELETE', path, { as: bob })).body.error.code).toBe('no_such_push_endpoint');
  expect((await server.ask('DELETE', path, { as: ann })).status).toBe(204);
  expect((await server.ask('DELETE', path, { as: ann })).status).toBe(404);
  expect(await endpointsOf(ann)).toEqual([]);
});

test('a browser belongs to whoever registered it last', async () => {
  const browser = subscription();
  await put(ann, browser);
  await put(bob, browser);
  expect(await endpointsOf(ann)).toEqual([]);
  expect(await endpointsOf(bob)).toMatchObject([{ endpoint: browser.endpoint }]);
});

test('there are so many of one person at most, the latest, also when they come all at once', async () => {
  const person = await server.signUp();
  const most = NOTICE_LIMITS.endpointsOfOnePerson;
  await Promise.all(Array.from({ length: most + 5 }, () => put(person, subscription())));
  expect(await endpointsOf(person)).toHaveLength(most);
  const last = subscription();
  await put(person, last);
  const endpoints: { endpoint: string }[] = await endpointsOf(person);
  expect([endpoints.length, endpoints[0]?.endpoint]).toEqual([most, last.endpoint]);
});

test.each([
  ['no https', subscription({ endpoint: 'http://push.example.com/x' }), 'endpoint'],
  ['this machine', subscription({ endpoint: 'https://127.0.0.1/x' }), 'endpoint'],
  ['another port', subscription({ endpoint: 'https://push.example.com:6379/x' }), 'endpoint'],
  ['a password', subscription({ endpoint: 'https://a:b@push.example.com/x' }), 'endpoint'],
  [
    'a very long address',
    subscription({ endpoint: `https://push.example.com/${'x'.repeat(2_000)}` }),
    'endpoint',
  ],
  ['a short key', subscription({ p256dh: 'BAAA' }), 'keys.p256dh'],
  ['a key that is no point of the curve', subscription({ p256dh: `B${'A'.repeat(86)}` }), 'keys.p256dh'],
  ['a short secret', subscription({ auth: 'AAAA' }), 'keys.auth'],
  ['no keys', { endpoint: 'https://push.example.com/x' }, 'keys'],
])('an endpoint with %s is refused', async (_what, body, field) => {
  const answer = await put(ann, body);
  expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } });
  expect(answer.body.error.details.map((each: { field: string }) => each.field)).toContain(field);
});

test('keys may be filled up, as some browsers do', async () => {
  const { endpoint, keys } = subscription();
  const filled = { endpoint, keys: { p256dh: `${keys.p256dh}=`, auth: `${keys.auth}==` } };
  expect((await put(ann, filled)).status).toBe(200);
});

test('unless somebody says otherwise there is no e-mail and all push; what they say is kept', async () => {
  const person = await server.signUp();
  const path = '/api/me/notice-preferences';
  const available = { emailAvailable: false, pushAvailable: true };
  expect((await server.ask('GET', path, { as: person })).body).toEqual({
    email: [],
    push: ['outbid', 'ending_soon', 'won'],
    ...available,
  });
  for (const said of [
    { email: ['won'], push: [] },
    { email: [], push: ['outbid', 'won'] },
  ]) {
    expect((await server.ask('PUT', path, { as: person, body: said })).body).toEqual({
      ...said,
      ...available,
    });
    expect((await server.ask('GET', path, { as: person })).body).toEqual({ ...said, ...available });
  }
});

test.each([
  { email: ['sold'], push: [] },
  { email: ['won', 'won'], push: [] },
  { email: 'won', push: [] },
  { email: [] },
  { email: [], push: [], sms: [] },
])('preferences of another form are refused: %j', async (body) => {
  const answer = await server.ask('PUT', '/api/me/notice-preferences', { as: ann, body });
  expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } });
});
