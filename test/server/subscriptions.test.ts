/** Saying which auctions one wants to hear of, and reading what one was told. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ALERT_LIMITS } from '../../persistence/alerts/limits.ts';
import { inMinutes, openServer, type Person, type ServerStage } from './server-stage.ts';

let server: ServerStage;
let seller: Person;
let ann: Person;
let bob: Person;

beforeAll(async () => {
  server = await openServer();
  [seller, ann, bob] = await Promise.all([server.signUp(), server.rich(100_000), server.rich(100_000)]);
});
afterAll(() => server.close());

const say = (method: 'PUT' | 'DELETE', auctionId: string, as: Person) =>
  server.ask(method, `/api/auctions/${auctionId}/subscription`, { as });

const bid = async (auctionId: string, person: Person, points: number) => {
  await server.house.bid(auctionId, person.user.id, { bidId: randomUUID(), kind: 'plain', points });
  await server.feed.flush();
};

const subscriptions = async (as: Person) =>
  (await server.ask('GET', '/api/me/subscriptions?limit=100', { as })).body.items as {
    auctionId: string;
    reason: string;
  }[];

const mine = async (as: Person, auctionId: string) =>
  (await subscriptions(as)).find((each) => each.auctionId === auctionId);

/** Somebody is outbid so often. */
const outbid = async (as: Person, times: number): Promise<string> => {
  const { id } = await server.list(seller);
  for (let each = 0; each < times; each++) {
    await bid(id, as, 100 + 2 * each);
    await bid(id, bob, 101 + 2 * each);
  }
  return id;
};

test('who asks hears of it, and the same again changes nothing', async () => {
  const { id } = await server.list(seller);
  const said = { status: 200, body: { auctionId: id, subscribed: true, reason: 'asked' } };
  expect(await say('PUT', id, ann)).toMatchObject(said);
  const before = await mine(ann, id);
  expect(await say('PUT', id.toUpperCase(), ann)).toMatchObject(said);
  expect(await mine(ann, id)).toEqual(before);
  expect(before).toMatchObject({ title: 'A lamp', reason: 'asked', phase: 'live', pricePoints: 100 });
});

test('who sells or bids hears of it without asking, as that', async () => {
  const { id } = await server.list(seller);
  await bid(id, ann, 100);
  expect(await mine(seller, id)).toMatchObject({ reason: 'selling' });
  expect(await mine(ann, id)).toMatchObject({ reason: 'bidding', pricePoints: 100, bidCount: 1 });
  expect((await say('PUT', id, ann)).body).toMatchObject({ reason: 'bidding' });
});

test('who asked and then bids is a bidder', async () => {
  const { id } = await server.list(seller);
  await say('PUT', id, ann);
  await bid(id, ann, 100);
  expect(await mine(ann, id)).toMatchObject({ reason: 'bidding' });
});

test('a no stays a no when one takes part, until one says yes', async () => {
  const { id } = await server.list(seller);
  expect((await say('DELETE', id, ann)).body).toEqual({ auctionId: id, subscribed: false, reason: null });
  await bid(id, ann, 100);
  expect(await mine(ann, id)).toBeUndefined();
  expect((await say('DELETE', id, ann)).body).toMatchObject({ subscribed: false, reason: 'bidding' });
  expect((await say('PUT', id, ann)).body).toMatchObject({ subscribed: true, reason: 'bidding' });
  expect(await mine(ann, id)).toBeDefined();
});

test('what is over cannot be asked for, but still be said no to', async () => {
  const { id: cancelled } = await server.list(seller);
  await server.ask('POST', `/api/auctions/${cancelled}/cancel`, { as: await server.admin() });
  const { id: ended } = await server.list(seller);
  await bid(ended, ann, 100);
  await sql`update auction set starts_at = now() - interval '2 hours', planned_ends_at = now() - interval '1 hour',
    ends_at = now() - interval '1 hour' where id = ${ended}`.execute(server.database.db);
  const code = async (auctionId: string) => (await say('PUT', auctionId, bob)).body.error.code;
  expect([await code(cancelled), await code(ended)]).toEqual(['cancelled', 'ended']);
  expect((await say('DELETE', cancelled, bob)).body).toMatchObject({ subscribed: false, reason: null });
  expect((await say('DELETE', ended, ann)).body).toMatchObject({ subscribed: false, reason: 'bidding' });
  expect(await mine(ann, ended)).toBeUndefined();
});

test.each(['PUT', 'DELETE'] as const)(
  '%s: what is no auction is not found, strangers are not let',
  async (method) => {
    for (const id of ['x', randomUUID()])
      expect(await say(method, id, ann)).toMatchObject({
        status: 404,
        body: { error: { code: 'no_such_auction' } },
      });
    const { id } = await server.list(seller);
    expect((await server.ask(method, `/api/auctions/${id}/subscription`)).status).toBe(401);
  },
);

test('one may ask for so many open auctions and no more, also when several are asked for at once', async () => {
  const person = await server.signUp();
  const { id } = await server.list(seller);
  const db = server.database.db;
  await sql`
    with copies as (
      insert into auction (seller_id, title, description, category, start_price, price, ladder, fee_basis_points,
        starts_at, planned_ends_at, ends_at)
      select seller_id, title, description, category, start_price, price, ladder, fee_basis_points,
        starts_at, planned_ends_at, ends_at
      from auction, generate_series(1, ${ALERT_LIMITS.askedAtOnce - 1}) where id = ${id} returning id)
    insert into auction_subscription (auction_id, user_id, reason)
    select id, ${person.user.id}, 'asked' from copies`.execute(db);
  const wanted = await Promise.all(Array.from({ length: 4 }, () => server.list(seller)));
  const answers = await Promise.all(wanted.map((each) => say('PUT', each.id, person)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  expect(answers.find(({ status }) => status === 409)?.body.error.code).toBe('too_many_subscriptions');
  // One less is room for one more; those that are over do not count.
  await sql`update auction set ending = 'cancelled', closed_at = now(), closed_seq = 1 where id in (
    select auction_id from auction_subscription where user_id = ${person.user.id} limit 1)`.execute(db);
  const another = await server.list(seller);
  expect((await say('PUT', another.id, person)).status).toBe(200);
});

test('subscriptions are listed newest first, page by page, without what one said no to', async () => {
  const person = await server.signUp();
  const ids: string[] = [];
  for (let each = 0; each < 5; each++) {
    const { id } = await server.list(seller, { endsAt: inMinutes(server.clock.nowMs(), 60) });
    await say('PUT', id, person);
    ids.unshift(id);
  }
  await say('DELETE', ids[2] ?? '', person);
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await server.ask('GET', `/api/me/subscriptions?limit=2${cursor}`, { as: person });
    seen.push(...body.items.map(({ auctionId }: { auctionId: string }) => auctionId));
    cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
  } while (cursor !== '');
  expect(seen).toEqual(ids.filter((_, index) => index !== 2));
  const { status, body } = await server.ask('GET', '/api/me/subscriptions?cursor=nonsense', { as: person });
  expect([status, body.error.code]).toEqual([400, 'invalid_cursor']);
});

test('what one was told is listed newest first, page by page, and only one’s own', async () => {
  const person = await server.rich(100_000);
  const id = await outbid(person, 5);
  const pages = [];
  let cursor = '';
  do {
    const { body } = await server.ask('GET', `/api/me/alerts?limit=2${cursor}`, { as: person });
    pages.push(body.items.map(({ pricePoints }: { pricePoints: number }) => pricePoints));
    cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
  } while (cursor !== '');
  expect(pages).toEqual([[109, 107], [105, 103], [101]]);
  const { body } = await server.ask('GET', '/api/me/alerts', { as: person });
  expect(body).toMatchObject({ unreadCount: 5, nextCursor: null });
  expect(body.items[0]).toMatchObject({
    kind: 'outbid',
    auctionId: id,
    link: `/api/auctions/${id}`,
    releasedPoints: 108,
    read: false,
  });
  expect((await server.ask('GET', '/api/me/alerts', { as: await server.signUp() })).body).toEqual({
    items: [],
    nextCursor: null,
    unreadCount: 0,
  });
});

test('reading only moves forward, and never beyond what there is', async () => {
  const person = await server.rich(100_000);
  await outbid(person, 3);
  const list = async (query = '') => (await server.ask('GET', `/api/me/alerts${query}`, { as: person })).body;
  const [third, second, first] = (await list()).items as { id: string }[];
  const read = async (upTo: string) =>
    (await server.ask('PUT', '/api/me/alerts/read', { as: person, body: { upTo } })).body;

  expect(await read(second?.id ?? '')).toEqual({ upTo: second?.id, unreadCount: 1 });
  expect(await read(first?.id ?? '')).toEqual({ upTo: second?.id, unreadCount: 1 });
  expect((await list()).items.map((each: { read: boolean }) => each.read)).toEqual([false, true, true]);
  expect((await list('?unread=true')).items).toMatchObject([{ id: third?.id }]);

  expect(await read('9'.repeat(15))).toMatchObject({ unreadCount: 0 });
  await outbid(person, 1);
  expect((await list('?unread=true')).items).toHaveLength(1);
});

test.each(['', '-1', '1.5', 'x', '9'.repeat(16)])(
  'what is no id of an alert (%s) is not read',
  async (upTo) => {
    const answer = await server.ask('PUT', '/api/me/alerts/read', { as: ann, body: { upTo } });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } });
  },
);
