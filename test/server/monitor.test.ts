import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openServer, type Person, type ServerStage } from './server-stage.ts';

let server: ServerStage;
let admin: Person;
let user: Person;

beforeAll(async () => {
  server = await openServer();
  admin = await server.admin();
  user = await server.signUp();
});
afterAll(() => server.close());

const browser = { accept: 'text/html,application/xhtml+xml' };

test.each(['/monitor/', '/monitor/api', '/monitor/api/room?roomId=x', '/monitor/assets/index-DQXpmTWQ.js'])(
  '%s is closed to strangers and to users',
  async (url) => {
    expect(await server.ask('GET', url)).toMatchObject({
      status: 401,
      body: { error: { code: 'sign_in_required' } },
    });
    expect(await server.ask('GET', url, { as: user })).toMatchObject({
      status: 403,
      body: { error: { code: 'admins_only' } },
    });
  },
);

test('a browser without a session is shown how to sign in', async () => {
  for (const [url, status] of [
    ['/monitor/', 401],
    ['/monitor/sign-in', 200],
  ] as const) {
    const page = await server.ask('GET', url, { headers: browser });
    expect(page.status).toBe(status);
    expect(page.text).toContain('<form method="post" action="/monitor/sign-in">');
    expect(page.headers['content-security-policy']).toContain("form-action 'self'");
  }
});

const submit = (form: Record<string, string>) =>
  server.ask('POST', '/monitor/sign-in', {
    body: new URLSearchParams(form).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'http://auctions.example',
      host: 'auctions.example',
    },
  });

test('an administrator gets in through the form', async () => {
  const other = await server.signUp({ email: 'root@example.com' });
  await server.ask('POST', '/api/auth/admin/set-role', {
    as: admin,
    body: { userId: other.user.id, role: 'admin' },
  });
  const answer = await submit({ email: 'root@example.com', password: 'correct horse' });
  expect(answer).toMatchObject({ status: 303, headers: { location: '/monitor/' } });
  const cookie = [answer.headers['set-cookie'] ?? []]
    .flat()
    .map((each) => each.split(';', 1)[0])
    .join('; ');
  const page = await server.ask('GET', '/monitor/', { headers: { ...browser, cookie } });
  expect(page.status).toBe(200);
  expect(page.text).toContain('<div id="app">');
});

test.each([
  [{ email: 'root@example.com', password: 'wrong horse' }, 401],
  [{ email: '<script>', password: '' }, 400],
])('the form with %j says so and stays', async (form, status) => {
  const answer = await submit(form);
  expect(answer.status).toBe(status);
  expect(answer.text).toContain('do not belong together');
  expect(answer.text).not.toContain('<script>');
});

test('it shows the title, price, epoch and clients of each room', async () => {
  const { id } = await server.list(user, { title: 'Watched lamp' });
  const bid = { bidId: randomUUID(), kind: 'plain', points: 1 };
  await server.ask('POST', `/api/auctions/${id}/bids`, { as: admin, body: bid });
  const body = await vi.waitFor(async () => {
    const answer = await server.ask('GET', '/monitor/api', { as: admin });
    expect(answer.status).toBe(200);
    // Rooms gather what they say about themselves for a moment.
    expect(answer.text).toContain('Watched lamp');
    return answer.body;
  }, 5_000);
  expect(body.columns).toEqual(
    expect.arrayContaining([
      { metadata: 'title' },
      { metadata: 'pricePoints' },
      { metadata: 'epoch' },
      'clients',
    ]),
  );
  expect(body.rooms).toContainEqual(
    expect.objectContaining({
      roomId: id,
      metadata: expect.objectContaining({
        title: 'Watched lamp',
        pricePoints: 100,
        epoch: expect.any(Number),
      }),
    }),
  );
  const room = await server.ask('GET', `/monitor/api/room?roomId=${id}`, { as: admin });
  expect(room).toMatchObject({ status: 200, body: { roomId: id } });
});

test.each([
  '/monitor/api/room/call?roomId=ID&method=_editStateProperty&args=%5B%5B%22pricePoints%22%5D,1%5D',
  '/monitor/api/room/call?roomId=ID&method=disconnect&args=%5B%5D',
  '/monitor/api/room/call/?roomId=ID&method=disconnect&args=%5B%5D',
  '/monitor//api/room/call?roomId=ID&method=disconnect&args=%5B%5D',
  '/monitor/api/room/%63all?roomId=ID&method=disconnect&args=%5B%5D',
  '/monitor/assets/../api/room/call?roomId=ID&method=disconnect&args=%5B%5D',
])('not even an administrator can change anything through %s', async (url) => {
  const { id } = await server.list(user);
  await server.ask('POST', '/matchmake/joinOrCreate/auction', { body: { auctionId: id } });
  expect(await server.ask('GET', url.replace('ID', id), { as: admin })).toMatchObject({
    status: 403,
    body: { error: { code: 'monitor_read_only' } },
  });
  expect((await server.ask('GET', `/api/auctions/${id}`)).body.pricePoints).toBe(100);
});

test('nothing can be sent to it', async () => {
  for (const method of ['POST', 'PATCH', 'DELETE'] as const) {
    expect(
      (await server.ask(method, '/monitor/api', { as: admin, ...(method === 'DELETE' ? {} : { body: {} }) }))
        .status,
    ).toBe(403);
  }
});
