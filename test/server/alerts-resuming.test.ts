/** Going on exactly where one was, on whichever node, or hearing that this cannot be done. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { BidTaken } from '../../auction/feed.ts';
import { tell } from '../../persistence/feed/outbox.ts';
import { feedPosition } from '../../persistence/feed/reading.ts';
import { STREAM_LIMITS } from '../../server/alerts/limits.ts';
import { type AlertNode, type Hearing, hearing, listen, openNode } from './alert-listening.ts';
import { openServer, type Person, type ServerStage } from './server-stage.ts';

let server: ServerStage;
let first: string;
let second: AlertNode;
let seller: Person;
let ann: Person;
let bob: Person;
const open: Hearing[] = [];

beforeAll(async () => {
  server = await openServer();
  first = await listen(server.app);
  second = await openNode(server);
  [seller, ann, bob] = await Promise.all([server.signUp(), server.rich(1_000_000), server.rich(1_000_000)]);
});
afterAll(async () => {
  await second.close();
  await server.close();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.leave()));
});

const hear = async (url: string, person: Person, lastEventId?: string): Promise<Hearing> => {
  const heard = await hearing(url, person, lastEventId === undefined ? {} : { lastEventId });
  open.push(heard);
  return heard;
};

const bid = async (auctionId: string, person: Person, points: number) => {
  const outcome = await server.house.bid(auctionId, person.user.id, {
    bidId: randomUUID(),
    kind: 'plain',
    points,
  });
  expect(outcome).toMatchObject({ status: 'accepted' });
};

/** Ann leads, and is outbid by each of these. */
const outbidAnn = async (auctionId: string, ...prices: readonly number[]) => {
  for (const points of prices) {
    await bid(auctionId, ann, points - 1);
    await bid(auctionId, bob, points);
  }
  await server.feed.flush();
};

const prices = (heard: Hearing) => heard.of('outbid').map(({ pricePoints }) => pricePoints);

test('what was missed comes exactly once and in order, on the same node and on another', async () => {
  const { id } = await server.list(seller);
  const before = await hear(first, ann);
  await outbidAnn(id, 101);
  await expect.poll(() => prices(before)).toEqual([101]);
  await before.leave();
  await outbidAnn(id, 103, 105);
  const again = await hear(second.url, ann, before.lastId);
  expect(again.heard[0]).toEqual({
    name: 'hello',
    id: before.lastId,
    data: { position: before.lastId, resumed: true },
  });
  await expect.poll(() => prices(again)).toEqual([103, 105]);
  await outbidAnn(id, 107);
  await expect.poll(() => prices(again)).toEqual([103, 105, 107]);
  await again.leave();
  await outbidAnn(id, 109);
  const back = await hear(first, ann, again.lastId);
  await expect.poll(() => prices(back)).toEqual([109]);
});

test('whoever was cut off in the middle of it goes on in the middle', async () => {
  const { id } = await server.list(seller);
  const before = await hear(first, ann);
  await outbidAnn(id, 101, 103, 105, 107);
  await expect.poll(() => prices(before)).toEqual([101, 103, 105, 107]);
  const [, middle] = before.of('outbid');
  const again = await hear(first, ann, middle?.id);
  await expect.poll(() => prices(again)).toEqual([105, 107]);
});

test('a stream that resumes is told the latest price of what changed meanwhile, first and last', async () => {
  const [{ id }, { id: quiet }] = [await server.list(seller), await server.list(seller)];
  for (const each of [id, quiet]) await server.ask('PUT', `/api/auctions/${each}/subscription`, { as: ann });
  const before = await hear(first, ann);
  await outbidAnn(id, 101);
  await expect.poll(() => prices(before)).toEqual([101]);
  await before.leave();
  await outbidAnn(id, 103);
  const carl = await server.rich();
  await bid(id, carl, 150);
  await server.feed.flush();
  const again = await hear(second.url, ann, before.lastId);
  const about = () => again.alerts.filter(({ auctionId }) => auctionId === id);
  await expect
    .poll(() => about().map(({ kind, pricePoints }) => `${kind} ${pricePoints}`))
    .toEqual(['price_changed 150', 'outbid 103', 'price_changed 150']);
  const ids = again.heard.map((frame) => Number(frame.id));
  expect(ids).toEqual([...ids].sort((a, b) => a - b));
  // Whoever is cut off after the first word on prices asks for them all again.
  expect(again.heard.find(({ name }) => name === 'alert')?.id).toBe(before.lastId);
  expect(again.alerts.some(({ auctionId }) => auctionId === quiet)).toBe(false);
});

test('a price that changed long ago is not said again, unless nobody knows how long', async () => {
  const { id } = await server.list(seller);
  await outbidAnn(id, 101);
  const { db } = server.database;
  const old = sql`update bid set at = at - interval '1 hour' where auction_id = ${id}`;
  await old.execute(db);
  const { head } = await feedPosition(db);
  const said = async () => {
    const heard = await hear(first, ann, String(head));
    // What comes after it is told after what it began with.
    const { id: other } = await server.list(seller);
    await bid(other, ann, 100);
    await expect.poll(() => heard.alerts.at(-1)?.auctionId).toBe(other);
    return heard.alerts.some(({ auctionId }) => auctionId === id);
  };
  expect(await said()).toBe(false);
  await sql`update feed set events_gone = ${head}`.execute(db);
  expect(await said()).toBe(true);
  await sql`update feed set events_gone = 0`.execute(db);
});

test('a client that comes from a node which is further hears nothing twice', async () => {
  const { id } = await server.list(seller);
  const deaf = await openNode(server, { deaf: true });
  // Somebody keeps it where it is.
  await hear(deaf.url, bob);
  const here = await hear(first, ann);
  await outbidAnn(id, 101, 103);
  await expect.poll(() => prices(here)).toEqual([101, 103]);
  const there = await hear(deaf.url, ann, here.lastId);
  expect(there.heard[0]).toMatchObject({ id: here.lastId, data: { resumed: true } });
  await outbidAnn(id, 105);
  await expect.poll(() => prices(there), { timeout: 5_000 }).toEqual([105]);
  await deaf.close();
});

test('the query says it for those who cannot set headers', async () => {
  const { id } = await server.list(seller);
  const before = await hear(first, ann);
  await outbidAnn(id, 101);
  await expect.poll(() => prices(before)).toEqual([101]);
  const position = before.heard[0]?.id ?? '';
  const again = await hearing(first, ann, { lastEventId: position, inQuery: true });
  open.push(again);
  await expect.poll(() => prices(again)).toEqual([101]);
});

test.each(['nonsense', '-1', '1.5', '9'.repeat(15), '9'.repeat(40)])(
  'an id that is none of this house (%s) is said to be unknown, and the stream begins now',
  async (lastEventId) => {
    const { id } = await server.list(seller);
    const heard = await hear(first, ann, lastEventId);
    const position = heard.heard[0]?.id;
    await expect
      .poll(() => heard.heard.slice(0, 2))
      .toEqual([
        { name: 'hello', id: position, data: { position, resumed: false } },
        { name: 'anew', id: position, data: { reason: 'unknown_id' } },
      ]);
    await outbidAnn(id, 101);
    await expect.poll(() => prices(heard)).toEqual([101]);
  },
);

test('an id after which alerts were deleted is too old', async () => {
  const { db } = server.database;
  const { id } = await server.list(seller);
  await outbidAnn(id, 101);
  const { head } = await feedPosition(db);
  await sql`update feed set alerts_gone = ${head}`.execute(db);
  const heard = await hear(first, ann, String(head - 1));
  await expect.poll(() => heard.heard[1]).toMatchObject({ name: 'anew', data: { reason: 'too_old' } });
  const enough = await hear(first, ann, String(head));
  expect(enough.heard[0]).toMatchObject({ data: { resumed: true } });
  await sql`update feed set alerts_gone = 0`.execute(db);
});

test('who missed more than is told again begins anew, and finds it all in the list', async () => {
  const { id } = await server.list(seller);
  const person = await server.rich();
  await bid(id, person, 100);
  await bid(id, bob, 101);
  await server.feed.flush();
  const { head } = await feedPosition(server.database.db);
  const event: BidTaken = {
    ...{ kind: 'bid', auctionId: id, at: new Date().toISOString(), seq: 3, bidKind: 'plain' },
    ...{ bidderId: bob.user.id, leaderId: bob.user.id, outbidId: person.user.id },
    ...{
      releasedPoints: 1,
      pricePoints: 1,
      priceChanged: true,
      bidCount: 3,
      endsAt: new Date().toISOString(),
    },
  };
  const missed = STREAM_LIMITS.missed;
  await tell(server.database.db, ...Array.from({ length: missed }, () => event));
  await server.feed.flush();
  const just = await hear(first, person, String(head));
  await expect.poll(() => just.of('outbid'), { timeout: 10_000 }).toHaveLength(missed);
  await tell(server.database.db, event);
  await server.feed.flush();
  const toomany = await hear(first, person, String(head));
  await expect.poll(() => toomany.heard[1]).toMatchObject({ name: 'anew', data: { reason: 'too_many' } });
  const { body } = await server.ask('GET', '/api/me/alerts?limit=1', { as: person });
  expect(body).toMatchObject({ items: [{ id: String(head + missed + 1) }], unreadCount: 1_000 });
});
