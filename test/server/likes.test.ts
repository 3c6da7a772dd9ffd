import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ReadyAuction } from '../../client-sdk/index.ts';
import { LIKE_LIMITS } from '../../persistence/likes/limits.ts';
import { testRedisUrl } from '../support/redis.ts';
import { openServer, type Person, type ServerStage } from './server-stage.ts';

/** The two ways likes are kept: what is promised of them is promised of both. */
describe.each(['without Redis', 'with Redis'])('likes %s', (way) => {
  let server: ServerStage;
  let ada: Person;
  let bob: Person;
  beforeAll(async () => {
    server = await openServer(way === 'with Redis' ? { REDIS_URL: await testRedisUrl() } : undefined);
    [ada, bob] = [await server.signUp(), await server.signUp()];
  });
  afterAll(() => server.close());

  const like = (id: string, as?: Person) => server.ask('PUT', `/api/auctions/${id}/like`, as && { as });
  const unlike = (id: string, as?: Person) => server.ask('DELETE', `/api/auctions/${id}/like`, as && { as });
  const listed = async (): Promise<string> => (await server.list(bob)).id;
  const cards = async (url: string, as?: Person) =>
    (await server.ask('GET', url, as && { as })).body.items as { id: string; likeCount: number }[];

  test.each(['PUT', 'DELETE'] as const)('%s is closed to strangers, who change nothing', async (method) => {
    const id = await listed();
    await like(id, ada);
    expect(await server.ask(method, `/api/auctions/${id}/like`)).toMatchObject({
      status: 401,
      body: { error: { code: 'sign_in_required' } },
    });
    expect((await server.ask('GET', `/api/auctions/${id}`)).body.likeCount).toBe(1);
  });

  test('one’s likes are closed to strangers', async () => {
    expect(await server.ask('GET', '/api/me/likes')).toMatchObject({
      status: 401,
      body: { error: { code: 'sign_in_required' } },
    });
  });

  test.each(['x', randomUUID()])('what is no auction (%s) is not found', async (id) => {
    for (const answer of [await like(id, ada), await unlike(id, ada)]) {
      expect(answer).toMatchObject({ status: 404, body: { error: { code: 'no_such_auction' } } });
    }
  });

  test('a like counts once per person, and is seen at once wherever the auction is shown', async () => {
    const id = await listed();
    expect(await like(id, ada)).toMatchObject({
      status: 200,
      body: { auctionId: id, liked: true, likeCount: 1 },
    });
    expect((await like(id, ada)).body.likeCount).toBe(1);
    expect((await like(id.toUpperCase(), bob)).body).toEqual({ auctionId: id, liked: true, likeCount: 2 });
    expect((await server.ask('GET', `/api/auctions/${id}`, { as: ada })).body).toMatchObject({
      likeCount: 2,
      liked: true,
    });
    expect((await cards('/api/auctions')).find((card) => card.id === id)?.likeCount).toBe(2);
    expect((await cards('/api/me/likes', ada))[0]).toMatchObject({ id, likeCount: 2 });

    expect((await unlike(id, ada)).body).toEqual({ auctionId: id, liked: false, likeCount: 1 });
    expect((await unlike(id, ada)).body.likeCount).toBe(1);
    expect((await server.ask('GET', `/api/auctions/${id}`, { as: ada })).body).toMatchObject({
      likeCount: 1,
      liked: false,
    });
    expect((await cards('/api/me/likes', ada)).map((card) => card.id)).not.toContain(id);
  });

  test('strangers see how many like an auction, and nothing of whether they do', async () => {
    const id = await listed();
    await like(id, ada);
    const { body } = await server.ask('GET', `/api/auctions/${id}`);
    expect(body.likeCount).toBe(1);
    expect(body).not.toHaveProperty('liked');
  });

  test('lists can be sorted by likes', async () => {
    const [one, two] = [await listed(), await listed()];
    const people = await Promise.all(Array.from({ length: 4 }, () => server.signUp()));
    await Promise.all(people.map((person) => like(two, person)));
    await like(one, ada);
    const order = async () =>
      (await cards('/api/auctions?sort=likes&limit=100'))
        .map((card) => card.id)
        .filter((id) => id === one || id === two);
    await expect.poll(order, { timeout: 10_000 }).toEqual([two, one]);
    await Promise.all([ada, bob, ...people].map((person) => like(one, person)));
    await expect.poll(order, { timeout: 10_000 }).toEqual([one, two]);
  });

  test('one’s likes come latest first, page by page', async () => {
    const eve = await server.signUp();
    const ids: string[] = [];
    for (let each = 0; each < 5; each++) {
      ids.push(await listed());
      await like(ids.at(-1) ?? '', eve);
      // Likes of one millisecond have no order.
      const liked = server.clock.nowMs();
      await expect
        .poll(() => server.clock.nowMs(), { interval: 1, timeout: 10_000 })
        .toBeGreaterThan(liked + 1);
    }
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await server.ask('GET', `/api/me/likes?limit=2${cursor && `&cursor=${cursor}`}`, {
        as: eve,
      });
      seen.push(...body.items.map((card: { id: string }) => card.id));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(ids.toReversed());
  });

  test.each([
    ['/api/me/likes?cursor=x', 'invalid_cursor'],
    ['/api/me/likes?limit=0', 'invalid_request'],
    ['/api/me/likes?limit=101', 'invalid_request'],
  ])('%s is refused', async (url, code) => {
    expect(await server.ask('GET', url, { as: ada })).toMatchObject({
      status: 400,
      body: { error: { code } },
    });
  });

  test('nobody likes in somebody’s name from a page that is not ours', async () => {
    const id = await listed();
    const headers = { cookie: ada.cookie, origin: 'https://evil.example' };
    expect(await server.ask('PUT', `/api/auctions/${id}/like`, { headers })).toMatchObject({
      status: 403,
      body: { error: { code: 'origin_not_allowed' } },
    });
    expect((await server.ask('GET', `/api/auctions/${id}`)).body.likeCount).toBe(0);
  });

  test('when too much waits, a like is refused at once, and is welcome later', async () => {
    const id = await listed();
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    const { promise: locked, resolve: hasLock } = Promise.withResolvers<void>();
    const holder = server.database.db.transaction().execute(async (transaction) => {
      await sql`lock table catalogue`.execute(transaction);
      hasLock();
      await held;
    });
    await locked;
    const stray = { auctionId: randomUUID(), userId: ada.user.id, liked: true, atMs: 0 };
    const fill = (likes: number) => Array.from({ length: likes }, () => server.likes.want(stray));
    const waiting = fill(LIKE_LIMITS.waiting);
    // Up to two batches are taken off the queue; their places are filled, too.
    await new Promise(setImmediate);
    waiting.push(...fill(2 * LIKE_LIMITS.batch));
    expect(await like(id, ada)).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      body: { error: { code: 'busy' } },
    });
    letGo();
    await Promise.all([holder, ...waiting]);
    expect((await like(id, ada)).body.likeCount).toBe(1);
  });

  test('pages that may call us may like', async () => {
    const headers = {
      origin: 'http://localhost',
      host: 'localhost',
      'access-control-request-method': 'PUT',
    };
    const { headers: answer } = await server.app.inject({
      method: 'OPTIONS',
      url: `/api/auctions/${randomUUID()}/like`,
      headers,
    });
    expect(answer['access-control-allow-methods']).toContain('PUT');
  });

  test('the SDK likes, takes back, and walks what one likes', async () => {
    await server.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = server.app.server.address() as { port: number };
    const eve = await server.signUp();
    const house = new ReadyAuction(`http://127.0.0.1:${port}`, { token: eve.token });
    const [one, two] = [await listed(), await listed()];
    await house.auctions.like(one);
    expect(await house.auctions.like(two)).toEqual({ auctionId: two, liked: true, likeCount: 1 });
    const seen: string[] = [];
    for await (const card of house.me.likesAll()) seen.push(card.id);
    expect(seen.toSorted()).toEqual([one, two].toSorted());
    expect(await house.auctions.unlike(one)).toEqual({ auctionId: one, liked: false, likeCount: 0 });
    expect((await house.me.likes()).items.map((card) => card.id)).toEqual([two]);
  });
});
