/** Several nodes, and nodes that end at the wrong time. */
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimDue } from '../../persistence/alerts/notice-queue.ts';
import { NOTICE_SENDING } from '../../server/notices/limits.ts';
import { eventually, type NoticeHouse, openNoticeHouse } from './notices-stage.ts';
import type { Browser } from './push-service.ts';
import type { Person } from './server-stage.ts';

let house: NoticeHouse;
let seller: Person;

beforeEach(async () => {
  house = await openNoticeHouse();
  seller = await house.server.signUp();
  // Only the nodes of the tests send.
  await house.server.notices.stop();
});
afterEach(() => house.close());

/** Somebody who is reached, and is outbid in so many auctions. */
async function outbid(count = 1): Promise<{ ids: string[]; browser: Browser }> {
  const [ann, bob] = [await house.server.rich(100_000), await house.server.rich(100_000)];
  const browser = await house.register(ann);
  const ids: string[] = [];
  for (let each = 0; each < count; each++) {
    const { id } = await house.server.list(seller);
    await house.bid(id, ann, 100);
    await house.bid(id, bob, 120);
    ids.push(id);
  }
  return { ids, browser };
}

const isDone = async (id: string) => (await house.queue(id)).every(({ due, sent }) => !due && sent);

test('two nodes that look at the same time send each notice once', async () => {
  const { ids, browser } = await outbid(50);
  const nodes = [await house.node(), await house.node()];
  for (let round = 0; round < 3; round++) await Promise.all(nodes.map((node) => node.look()));
  await eventually(async () => (await Promise.all(ids.map(isDone))).filter(Boolean)).toHaveLength(ids.length);
  expect(browser.received.map(({ message }) => message.auctionId).sort()).toEqual([...ids].sort());
  const sent = nodes.map((node) => node.stats().push.sent);
  expect(sent.reduce((sum, each) => sum + each)).toBe(ids.length);
});

test('what a process had in hand when it died is sent by another when its lease is over', async () => {
  const { ids, browser } = await outbid();
  // Claimed, perhaps even sent, and then nothing more was heard.
  const { leaseMs } = NOTICE_SENDING;
  expect(await claimDue(house.db, { channel: 'push', limit: 5, leaseMs })).toHaveLength(1);
  const node = await house.node();
  await node.look();
  expect(browser.asked).toBe(0);
  await house.minutesPass(ids[0] ?? '', leaseMs / 60_000);
  await node.look();
  await eventually(() => browser.received.length).toBe(1);
});

test('a node that stops lets what is on its way arrive', async () => {
  const { ids, browser } = await outbid();
  browser.next('hang');
  const node = await house.node();
  await node.look();
  await eventually(() => browser.asked).toBe(1);
  const stopped = node.stop();
  browser.answerNow();
  await stopped;
  expect(await house.queue(ids[0] ?? '')).toMatchObject([{ due: false, sent: true }]);
});

test('what has not arrived by then goes back to the queue, and another node has it at once', async () => {
  const { browser } = await outbid();
  browser.next('hang');
  const [node, other] = [await house.node(), await house.node()];
  await node.look();
  await eventually(() => browser.asked).toBe(1);
  await node.stop();
  await other.look();
  await eventually(() => browser.received.length).toBe(1);
});

test('a node without a mail server leaves letters to those that have one', async () => {
  const [ann, bob] = [await house.server.rich(), await house.server.rich()];
  await house.prefer(ann, { email: ['outbid'], push: [] });
  const { id } = await house.server.list(seller);
  await house.bid(id, ann, 100);
  await house.bid(id, bob, 120);
  const [without, having] = [await house.node({ mail: undefined }), await house.node()];
  await without.look();
  expect(await house.queue(id)).toMatchObject([{ target: 'email', attempts: 0, due: true }]);
  await having.look();
  await eventually(() => house.mailServer.to(ann.user.email)).toHaveLength(1);
});

test('an endpoint whose address is not allowed any more is called by nobody, and forgotten', async () => {
  const { ids, browser } = await outbid();
  const { push } = house.server.config;
  if (push === undefined) throw new Error('the house pushes');
  const node = await house.node({ push: { ...push, privateEndpoints: false } });
  await node.look();
  await eventually(async () => (await house.queue(ids[0] ?? '')).map(({ due }) => due)).toEqual([false]);
  expect(browser.asked).toBe(0);
  expect((await sql`select from push_endpoint`.execute(house.db)).rows).toEqual([]);
});

test('a node wakes when another has numbered an alert', async () => {
  const node = await house.node({}, house.server.feed);
  const { browser } = await outbid();
  await eventually(() => browser.received.length).toBe(1);
  expect(node.stats().push.sent).toBe(1);
});
