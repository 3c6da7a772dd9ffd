import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FeedPage } from '../../auction/api-alerts.ts';
import { deleteOld } from '../../persistence/feed/retention.ts';
import { HTTP_LIMITS } from '../../server/limits.ts';
import { fill } from './filling.ts';
import { inMinutes, openServer, type Person, type ServerStage } from './server-stage.ts';

let server: ServerStage;
let admin: Person;
let seller: Person;
beforeAll(async () => {
  server = await openServer();
  admin = await server.admin();
  seller = await server.signUp();
});
afterAll(() => server.close());

const ask = (query = '', as: Person | undefined = admin) =>
  server.ask('GET', `/api/feed${query}`, as && { as });

async function read(query = ''): Promise<FeedPage> {
  const { status, body } = await ask(query);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

/** Where the feed is once everything that has happened is in it. */
async function head(): Promise<number> {
  await server.feed.flush();
  let after = 0;
  for (;;) {
    const { items, nextAfter } = await read(`?after=${after}`);
    if (items.length === 0) return after;
    after = nextAfter;
  }
}

test('shows administrators what happened to auctions, in its order and page by page', async () => {
  const from = await head();
  const nowMs = server.clock.nowMs();
  const later = { startsAt: inMinutes(nowMs, 10), endsAt: inMinutes(nowMs, 60) };
  const early = await server.list(seller, { ...later, title: 'A chair' });
  await server.ask('PATCH', `/api/auctions/${early.id}`, { as: seller, body: { title: 'A better chair' } });
  await server.ask('DELETE', `/api/auctions/${early.id}`, { as: seller });
  const { id } = await server.list(seller, { buyNowPoints: 400 });
  const ann = await server.rich();
  await server.ask('POST', `/api/auctions/${id}/bids`, {
    as: ann,
    body: { bidId: crypto.randomUUID(), kind: 'buy_now', points: 400 },
  });
  await server.feed.flush();

  const whole = await read(`?after=${from}`);
  expect(whole.items.map(({ position }) => position - from)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(whole.items.map(({ event }) => event)).toMatchObject([
    {
      kind: 'listed',
      auctionId: early.id,
      title: 'A chair',
      sellerId: seller.user.id,
      startsAt: later.startsAt,
    },
    { kind: 'changed', auctionId: early.id, title: 'A better chair' },
    { kind: 'withdrawn', auctionId: early.id, sellerId: seller.user.id },
    { kind: 'listed', auctionId: id, title: 'A lamp', startPricePoints: 100 },
    { kind: 'bid', auctionId: id, bidderId: ann.user.id, bidKind: 'buy_now', pricePoints: 400, bidCount: 1 },
    {
      kind: 'closed',
      auctionId: id,
      ending: 'sold',
      winnerId: ann.user.id,
      payoutPoints: 400,
      feePoints: 10,
    },
  ]);
  const pages: FeedPage[] = [];
  for (let after = from; ; after = pages.at(-1)?.nextAfter ?? after) {
    const page = await read(`?after=${after}&limit=4`);
    if (page.items.length === 0) break;
    pages.push(page);
  }
  expect(pages.map(({ items }) => items.length)).toEqual([4, 2]);
  expect(pages.flatMap(({ items }) => items)).toEqual(whole.items);
});

test('is for administrators only', async () => {
  expect((await server.ask('GET', '/api/feed')).body.error.code).toBe('sign_in_required');
  expect(await ask('', seller)).toMatchObject({ status: 403, body: { error: { code: 'admins_only' } } });
});

test('what was listed, changed or taken back is there without anybody’s look', async () => {
  const after = await head();
  const waiting = read(`?after=${after}&waitSeconds=25`);
  const { id } = await server.list(seller);
  expect((await waiting).items).toMatchObject([{ event: { kind: 'listed', auctionId: id } }]);
});

test('who waits is answered as soon as there is something, and with nothing when the time is up', async () => {
  const after = await head();
  expect(await read(`?after=${after}&waitSeconds=1`)).toEqual({ items: [], nextAfter: after });
  const waiting = Promise.all([1, 2, 3].map(() => read(`?after=${after}&waitSeconds=25`)));
  const { id } = await server.list(seller);
  const ann = await server.rich();
  await server.ask('POST', `/api/auctions/${id}/bids`, {
    as: ann,
    body: { bidId: crypto.randomUUID(), kind: 'plain', points: 100 },
  });
  for (const page of await waiting) {
    expect(page.items[0]).toMatchObject({ position: after + 1, event: { kind: 'listed', auctionId: id } });
    expect(page.nextAfter).toBe(after + page.items.length);
  }
});

test('a position that the feed has not reached is none to wait at', async () => {
  const after = (await head()) + 1;
  expect(await ask(`?after=${after}&waitSeconds=25`)).toMatchObject({
    status: 400,
    body: {
      error: {
        code: 'invalid_request',
        details: [{ field: 'after', message: expect.stringContaining(`${after - 1}`) }],
      },
    },
  });
});

test('who is too many is sent away, and those who wait are not disturbed', async () => {
  const after = await head();
  const waiting: ReturnType<typeof ask>[] = [];
  await fill(
    () => waiting.push(ask(`?after=${after}&waitSeconds=25`)),
    async () => (await ask(`?after=${after}`)).status,
  );
  await server.list(seller);
  const answers = await Promise.all(waiting);
  const inside = answers.filter(({ status }) => status === 200);
  // One that was on its way may have come after the news.
  expect(inside.length).toBeGreaterThanOrEqual(HTTP_LIMITS.feedFollowers);
  for (const { body } of inside) expect(body.items.length).toBeGreaterThan(0);
  for (const { status, body } of answers)
    if (status !== 200) expect([status, body.error.code]).toEqual([503, 'busy']);
  expect((await ask(`?after=${after}`)).status).toBe(200);
});

test('events that are old are gone, and it says where to go on', async () => {
  await server.list(seller);
  const gone = await head();
  await sql`update feed_batch set written_at = now() - interval '8 days'`.execute(server.database.db);
  await deleteOld(server.database.db, { feedKeptMs: 7 * 86_400_000, alertsKeptMs: 7 * 86_400_000 });
  const { id } = await server.list(seller);
  await server.feed.flush();
  for (const after of [0, gone - 1]) {
    expect(await ask(`?after=${after}&waitSeconds=25`)).toMatchObject({
      status: 410,
      body: { error: { code: 'events_gone', message: expect.stringContaining(`after=${gone}`) } },
    });
  }
  const rest = {
    items: [{ position: gone + 1, event: { kind: 'listed', auctionId: id } }],
    nextAfter: gone + 1,
  };
  expect(await read(`?after=${gone}`)).toMatchObject(rest);
  expect(await read(), 'without a position: from the oldest').toMatchObject(rest);
});
