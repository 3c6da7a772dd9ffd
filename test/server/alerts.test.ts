/** Who is told what, as it happens. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { BidKind } from '../../auction/commands.ts';
import { type Hearing, hearing, listen } from './alert-listening.ts';
import { inMinutes, openServer, type Person, type ServerStage } from './server-stage.ts';

let server: ServerStage;
let url: string;
let seller: Person;
let ann: Person;
let bob: Person;
let fan: Person;
const open: Hearing[] = [];

beforeAll(async () => {
  server = await openServer({ PUBLIC_URL: 'https://house.example/' });
  url = await listen(server.app);
  [seller, ann, bob, fan] = await Promise.all([
    server.signUp(),
    server.rich(100_000),
    server.rich(100_000),
    server.signUp(),
  ]);
});
afterAll(() => server.close());
beforeEach(() => async () => {
  await Promise.all(open.splice(0).map((each) => each.leave()));
});

const hear = async (person: Person, lastEventId?: string): Promise<Hearing> => {
  const heard = await hearing(url, person, lastEventId === undefined ? {} : { lastEventId });
  open.push(heard);
  return heard;
};

const bid = async (auctionId: string, person: Person, points: number, kind: BidKind = 'plain') => {
  const outcome = await server.house.bid(auctionId, person.user.id, { bidId: randomUUID(), kind, points });
  expect(outcome).toMatchObject({ status: 'accepted' });
};

const subscription = (method: 'PUT' | 'DELETE', auctionId: string, as: Person) =>
  server.ask(method, `/api/auctions/${auctionId}/subscription`, { as });

test('the stream begins with how it is to be read, and what all answers say of themselves', async () => {
  const heard = await hear(ann);
  expect(heard.heard[0]).toMatchObject({ name: 'hello', data: { resumed: false } });
  const { headers } = await server.ask('GET', '/api/alerts', { as: ann });
  expect(headers).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
    'x-request-id': expect.any(String),
  });
});

test('who is outbid is told at once, with the points that are free again and where to look', async () => {
  const { id } = await server.list(seller, { title: 'A lamp' });
  await bid(id, ann, 100);
  const heard = await hear(ann);
  await bid(id, bob, 150);
  await expect.poll(() => heard.of('outbid')).toHaveLength(1);
  expect(heard.of('outbid')[0]).toEqual({
    id: heard.lastId,
    kind: 'outbid',
    at: expect.any(String),
    auctionId: id,
    title: 'A lamp',
    link: `https://house.example/api/auctions/${id}`,
    pricePoints: 150,
    bidCount: 2,
    releasedPoints: 100,
    endsAt: expect.any(String),
  });
});

test('who is outbid is not told the same price once more; everybody else who subscribes is told the price', async () => {
  const { id } = await server.list(seller);
  await subscription('PUT', id, fan);
  await bid(id, ann, 100);
  await server.feed.flush();
  const [anns, bobs, fans, sellers] = await Promise.all([ann, bob, fan, seller].map((each) => hear(each)));
  await bid(id, bob, 150);
  for (const heard of [bobs, fans, sellers]) {
    await expect.poll(() => heard?.alerts).toMatchObject([{ kind: 'price_changed', pricePoints: 150 }]);
  }
  await expect.poll(() => anns?.alerts.map(({ kind }) => kind)).toEqual(['outbid']);
});

test('a late bid that moves the end is told to all', async () => {
  const { id } = await server.list(seller, {
    softClose: { windowSeconds: 3_600, extendBySeconds: 3_700, capSeconds: 36_000 },
  });
  await subscription('PUT', id, fan);
  const heard = await hear(fan);
  await bid(id, ann, 100);
  await expect.poll(() => heard.alerts.map(({ kind }) => kind)).toEqual(['price_changed', 'extended']);
  const { endsAt } = (await server.ask('GET', `/api/auctions/${id}`)).body;
  expect(heard.of('extended')).toMatchObject([{ auctionId: id, endsAt }]);
});

test('an end is told to each by who they are in it, with what they got', async () => {
  const { id } = await server.list(seller, { buyNowPoints: 1_000 });
  const { id: other } = await server.list(seller, { endsAt: inMinutes(server.clock.nowMs(), 60) });
  await Promise.all([id, other].map((each) => subscription('PUT', each, fan)));
  await bid(other, ann, 100);
  await bid(other, bob, 500, 'maximum');
  await server.feed.flush();
  const all = await Promise.all([seller, ann, bob, fan].map((each) => hear(each)));
  const [sellers, anns, bobs, fans] = all as [Hearing, Hearing, Hearing, Hearing];

  await bid(id, ann, 1_000, 'buy_now');
  await expect.poll(() => anns.of('won')).toMatchObject([{ auctionId: id, pricePoints: 1_000 }]);
  await expect.poll(() => sellers.of('sold')).toMatchObject([{ payoutPoints: 1_000, feePoints: 25 }]);
  await expect.poll(() => fans.of('ended')).toMatchObject([{ auctionId: id, sold: true }]);

  const admin = await server.admin();
  await server.ask('POST', `/api/auctions/${other}/cancel`, { as: admin });
  await expect.poll(() => bobs.of('cancelled')).toMatchObject([{ auctionId: other, releasedPoints: 500 }]);
  for (const heard of [sellers, anns, fans])
    await expect.poll(() => heard.of('cancelled')).toMatchObject([{ auctionId: other, releasedPoints: 0 }]);
  expect(bobs.alerts.map(({ kind }) => kind)).toEqual(['cancelled']);
});

test('who bid and did not win, and who sold nothing, are told so', async () => {
  const endsAt = new Date(server.clock.nowMs() + 4_000).toISOString();
  const { id } = await server.list(seller, { endsAt, reservePoints: 5_000 });
  const { id: nothing } = await server.list(seller, { endsAt });
  await bid(id, ann, 100);
  await bid(id, bob, 200);
  const [sellers, anns, bobs] = await Promise.all([seller, ann, bob].map((each) => hear(each)));
  await expect.poll(() => anns?.of('lost'), { timeout: 15_000 }).toMatchObject([{ sold: false }]);
  await expect
    .poll(() => bobs?.of('lost'))
    .toMatchObject([{ auctionId: id, sold: false, releasedPoints: 200 }]);
  await expect
    .poll(() => sellers?.of('unsold').map(({ auctionId, reason }) => ({ auctionId, reason })), {
      timeout: 10_000,
    })
    .toEqual(
      expect.arrayContaining([
        { auctionId: id, reason: 'reserve_not_met' },
        { auctionId: nothing, reason: 'no_bids' },
      ]),
    );
});

test('every tab is told', async () => {
  const { id } = await server.list(seller);
  await bid(id, ann, 100);
  const tabs = [await hear(ann), await hear(ann), await hear(ann)];
  await bid(id, bob, 101);
  for (const tab of tabs) await expect.poll(() => tab.of('outbid')).toHaveLength(1);
  expect(new Set(tabs.map(({ lastId }) => lastId)).size).toBe(1);
});

test('who lists or bids for the first time while connected hears of it from then on', async () => {
  const [sellers, bobs] = [await hear(seller), await hear(bob)];
  const { id } = await server.list(seller);
  await bid(id, bob, 100);
  await expect.poll(() => sellers.of('price_changed')).toMatchObject([{ auctionId: id }]);
  await expect.poll(() => bobs.of('price_changed')).toMatchObject([{ auctionId: id, pricePoints: 100 }]);
});

test('a no silences, also those who take part afterwards; a yes brings it back', async () => {
  const { id } = await server.list(seller);
  const { id: other } = await server.list(seller);
  await bid(id, ann, 100);
  await subscription('DELETE', id, ann);
  await subscription('DELETE', id, bob);
  await server.feed.flush();
  const [anns, bobs] = [await hear(ann), await hear(bob)];
  await bid(id, bob, 150);
  await bid(id, ann, 200);
  // Comes after all that could have been told of the first.
  await bid(other, bob, 100);
  await bid(other, ann, 101);
  await expect.poll(() => bobs.of('outbid')).toHaveLength(1);
  await expect.poll(() => anns.of('price_changed')).not.toHaveLength(0);
  expect([...anns.alerts, ...bobs.alerts].filter(({ auctionId }) => auctionId === id)).toEqual([]);

  await subscription('PUT', id, ann);
  await bid(id, bob, 300);
  await expect.poll(() => anns.of('outbid')).toMatchObject([{ auctionId: id, pricePoints: 300 }]);
});

test('whoever says no while connected hears nothing more of it', async () => {
  const { id } = await server.list(seller);
  await subscription('PUT', id, fan);
  const { id: other } = await server.list(seller);
  await subscription('PUT', other, fan);
  const heard = await hear(fan);
  await bid(id, ann, 100);
  await expect.poll(() => heard.of('price_changed')).toHaveLength(1);
  await subscription('DELETE', id, fan);
  await bid(id, bob, 101);
  await bid(other, ann, 100);
  await expect.poll(() => heard.alerts.at(-1)).toMatchObject({ auctionId: other });
  expect(heard.alerts.filter(({ auctionId }) => auctionId === id)).toHaveLength(1);
});

test('a hundred prices are a few frames, and the last of them is the latest', async () => {
  const { id } = await server.list(seller);
  await subscription('PUT', id, fan);
  const heard = await hear(fan);
  for (let points = 100; points < 200; points++) await bid(id, points % 2 ? ann : bob, points);
  await expect.poll(() => heard.alerts.at(-1)).toMatchObject({ pricePoints: 199, bidCount: 100 });
  expect(heard.alerts.length).toBeLessThan(50);
});

test('outbid is never one of those that are left out, and ids only grow', async () => {
  const { id } = await server.list(seller);
  const { id: other } = await server.list(seller);
  for (const each of [id, other]) await subscription('PUT', each, ann);
  const heard = await hear(ann);
  for (let points = 100; points < 160; points += 2) {
    await bid(id, ann, points);
    await bid(other, points % 4 ? bob : ann, points);
    await bid(id, bob, points + 1);
  }
  await expect.poll(() => heard.of('outbid').filter(({ auctionId }) => auctionId === id)).toHaveLength(30);
  const ids = heard.heard.map((frame) => Number(frame.id));
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
  await expect
    .poll(() => heard.alerts.findLast(({ auctionId }) => auctionId === other))
    .toMatchObject({ pricePoints: 158 });
});

test('a session that has ended is seen out, and told why', async () => {
  const person = await server.signUp();
  const heard = await hear(person);
  await server.ask('POST', '/api/auth/sign-out', { as: person, body: {} });
  await server.doorkeeper.lookAround();
  await heard.over;
  expect(heard.heard.at(-1)).toMatchObject({ name: 'bye', data: { reason: 'signed_out' } });
});

test('strangers get no stream, and errors before it are JSON', async () => {
  expect(await server.ask('GET', '/api/alerts')).toMatchObject({
    status: 401,
    body: { error: { code: 'sign_in_required' } },
  });
});

test('a page with a cookie gets one as well', async () => {
  const heard = await fetch(`${url}/api/alerts`, { headers: { cookie: ann.cookie } });
  expect(heard.headers.get('content-type')).toBe('text/event-stream');
  await heard.body?.cancel();
});
