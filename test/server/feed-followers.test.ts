import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FeedFollowers } from '../../server/feed-followers.ts';
import { HTTP_LIMITS } from '../../server/limits.ts';
import { fill } from './filling.ts';
import { openServer, type Person, type ServerStage } from './server-stage.ts';

let server: ServerStage;
let admin: Person;
beforeAll(async () => {
  server = await openServer();
  admin = await server.admin();
});
afterAll(() => server.close());

test('news that comes during a look is looked at, and a lost message costs only time', async () => {
  let ring = () => {};
  const feed = {
    onNews: (listener: () => void) => {
      ring = listener;
      return () => {};
    },
  };
  const left = new AbortController().signal;
  let looks = 0;
  const told = new FeedFollowers(feed, { most: 1, lookMs: 1_000_000 });
  const during = async () => {
    looks += 1;
    if (looks === 1) ring();
    return looks;
  };
  expect(await told.follow(during, (look) => look < 2, { waitMs: 1_000_000, left })).toBe(2);

  looks = 0;
  const untold = new FeedFollowers(feed, { most: 1, lookMs: 5 });
  const silent = async () => (looks += 1);
  expect(await untold.follow(silent, (look) => look < 3, { waitMs: 1_000_000, left })).toBe(3);
});

// The limit is less than they would wait.
test('who goes away while waiting leaves their place, and nobody waits on when the server goes', {
  timeout: 24_000,
}, async () => {
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.app.server.address() as AddressInfo;
  const wait = () =>
    get({
      ...{ port, host: '127.0.0.1', path: '/api/feed?waitSeconds=25', agent: false },
      headers: { authorization: `Bearer ${admin.token}` },
    });
  const status = async () => (await server.ask('GET', '/api/feed', { as: admin })).status;
  const crowd = async () => {
    const all: ReturnType<typeof get>[] = [];
    const responses: Promise<IncomingMessage | undefined>[] = [];
    await fill(() => {
      const { promise, resolve } = Promise.withResolvers<IncomingMessage | undefined>();
      const request = wait();
      all.push(request.on('response', resolve).on('error', () => resolve(undefined)));
      responses.push(promise);
    }, status);
    return { all, responses };
  };

  const { all } = await crowd();
  for (const request of all) request.destroy();
  await expect.poll(status).toBe(200);

  const { responses } = await crowd();
  const closing = server.app.close();
  const answers = await Promise.all(
    responses.map(async (coming) => {
      const response = await coming;
      const text = (await response?.setEncoding('utf8').toArray())?.join('');
      return response?.statusCode === 200 ? text : undefined;
    }),
  );
  await closing;
  const waited = answers.filter((text) => text !== undefined);
  expect(waited.length).toBeGreaterThanOrEqual(HTTP_LIMITS.feedFollowers);
  expect([...new Set(waited)]).toEqual(['{"items":[],"nextAfter":0}']);
});
