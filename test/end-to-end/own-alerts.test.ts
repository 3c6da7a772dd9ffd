import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Alert, ReadyAuction } from '../../client-sdk/index.ts';
import { type AuctionServer, startAuctionServer } from '../../local-services/auction-server.ts';
import { listed, somebody } from './people.ts';

let server: AuctionServer;
let seller: ReadyAuction;
let ann: ReadyAuction;
let bob: ReadyAuction;

beforeAll(async () => {
  server = await startAuctionServer();
  [seller, ann, bob] = await Promise.all([
    somebody(server.url),
    somebody(server.url, 100_000),
    somebody(server.url, 100_000),
  ]);
});
afterAll(async () => {
  await server?.stop();
});

const bid = async (person: ReadyAuction, auctionId: string, points: number) => {
  const outcome = await person.auctions.bid(auctionId, { bidId: crypto.randomUUID(), kind: 'plain', points });
  expect(outcome).toMatchObject({ status: 'accepted' });
};

it('who asks hears of an auction until they say no', async () => {
  const { id } = await listed(seller);
  expect(await ann.auctions.subscribe(id)).toEqual({ auctionId: id, subscribed: true, reason: 'asked' });
  expect((await ann.me.subscriptions()).items).toMatchObject([{ auctionId: id, reason: 'asked' }]);
  const heard: Alert[] = [];
  const alerts = ann.alerts();
  const isConnected = new Promise((resolve) => alerts.on('connection', resolve));
  alerts.on('price_changed', (alert) => heard.push(alert));
  await isConnected;

  await bid(bob, id, 120);
  await expect.poll(() => heard.map(({ pricePoints }) => pricePoints)).toEqual([120]);

  expect(await ann.auctions.unsubscribe(id)).toMatchObject({ auctionId: id, subscribed: false });
  const subscribed = [];
  for await (const { auctionId } of ann.me.subscriptionsAll()) subscribed.push(auctionId);
  expect(subscribed).not.toContain(id);
  alerts.close();
});

it('who was away reads what was kept, and says up to where', async () => {
  const { id } = await listed(seller);
  await bid(ann, id, 120);
  await bid(bob, id, 130);
  await bid(ann, id, 140);
  await bid(bob, id, 150);
  const outbid = async () =>
    (await ann.me.alerts({ unread: true })).items.filter(
      ({ kind, auctionId }) => kind === 'outbid' && auctionId === id,
    );

  await expect.poll(async () => (await outbid()).map(({ pricePoints }) => pricePoints)).toEqual([150, 130]);
  const [, older] = await outbid();
  const mark = await ann.me.markAlertsRead(older?.id ?? '');

  expect(mark.upTo).toBe(older?.id);
  expect((await outbid()).map(({ pricePoints }) => pricePoints)).toEqual([150]);
  const all = [];
  for await (const alert of ann.me.alertsAll()) if (alert.auctionId === id) all.push(alert);
  expect(all.filter(({ kind }) => kind === 'outbid').map(({ read }) => read)).toEqual([false, true]);
});

it('how one is to be woken is kept as it was said', async () => {
  const preferences = { email: ['won'], push: ['outbid', 'won'] } as const;
  expect(await ann.notices.prefer(preferences)).toMatchObject(preferences);
  expect(await ann.notices.preferences()).toMatchObject({ ...preferences, pushAvailable: false });
  expect(await ann.notices.browsers()).toEqual([]);
});

it('recommendations come as cards, each with its reason in words', async () => {
  const { id } = await listed(seller);
  await bid(ann, id, 120);
  const recommended = async () => (await bob.recommendations({ limit: 5 })).items;
  await expect.poll(async () => (await recommended()).length, { timeout: 10_000 }).toBeGreaterThan(0);
  const [first] = await recommended();
  expect(first).toMatchObject({
    auction: { title: 'A thing' },
    reason: { text: expect.stringMatching(/\w/) },
  });
});
