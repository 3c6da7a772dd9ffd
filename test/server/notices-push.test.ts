import type { IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOTICE_SENDING } from '../../server/notices/limits.ts';
import { eventually, type NoticeHouse, openNoticeHouse } from './notices-stage.ts';
import { vapidClaims } from './push-service.ts';
import type { Person } from './server-stage.ts';
import { VAPID } from './vapid.ts';

let house: NoticeHouse;
let seller: Person;

beforeAll(async () => {
  house = await openNoticeHouse();
  seller = await house.server.signUp();
});
afterAll(() => house.close());

/** Two people, of whom the first is reached, and an auction. */
async function contest(title = 'A lamp') {
  const [ann, bob] = [await house.server.rich(), await house.server.rich()];
  const { id } = await house.server.list(seller, { title, buyNowPoints: 900 });
  return { ann, bob, id, browser: await house.register(ann) };
}

/** Everything that was to be sent is sent, or was not to be. */
const settled = async (id: string) => {
  await house.server.notices.look();
  await eventually(async () => (await house.queue(id)).filter(({ due }) => due)).toEqual([]);
};

test('who is outbid is told so in a way that only their browser can read, signed for by the house', async () => {
  const { ann, bob, id, browser } = await contest('백자 <b>달항아리</b>');
  await house.bid(id, ann, 100);
  await house.bid(id, bob, 120);
  await eventually(() => browser.received).toHaveLength(1);
  const { message, headers } = browser.received[0] ?? {
    message: undefined,
    headers: {} as IncomingHttpHeaders,
  };
  expect(message).toEqual({
    id: expect.stringMatching(/^\d+$/),
    kind: 'outbid',
    title: '백자 <b>달항아리</b>',
    auctionId: id,
    link: `https://house.example/api/auctions/${id}`,
    text: expect.stringContaining('leads at 120 points'),
  });
  expect(headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high' });
  expect(headers.topic).toMatch(/^[\w-]{32}$/);
  // Until the end of the auction, in an hour.
  expect(Number(headers.ttl)).toBeGreaterThan(3_000);
  expect(Number(headers.ttl)).toBeLessThanOrEqual(3_600);
  expect(vapidClaims(headers.authorization, VAPID.VAPID_PUBLIC_KEY)).toMatchObject({
    aud: house.pushService.origin,
    sub: VAPID.VAPID_SUBJECT,
  });
});

test('an end that is near and a win are told, too, each under a topic of its own', async () => {
  const { ann, id, browser } = await contest();
  const other = await house.server.list(seller);
  await house.bid(other.id, ann, 100);
  await house.endingSoon(other.id);
  await house.bid(id, ann, 900, 'buy_now');
  await eventually(() => browser.received.map(({ message }) => message.kind).sort()).toEqual([
    'ending_soon',
    'won',
  ]);
  const won = browser.received.find(({ message }) => message.kind === 'won');
  expect(won).toMatchObject({
    message: { auctionId: id, text: 'It is yours for 900 points, which are paid.' },
    headers: { ttl: String(NOTICE_SENDING.wonForSeconds), urgency: 'normal' },
  });
  expect(new Set(browser.received.map(({ headers }) => headers.topic)).size).toBe(2);
});

test('all browsers of somebody are told, and none of anybody else', async () => {
  const { ann, bob, id, browser } = await contest();
  const second = await house.register(ann);
  const strange = await house.register(bob);
  await house.bid(id, ann, 100);
  await house.bid(id, bob, 120);
  await eventually(() => [browser.received.length, second.received.length]).toEqual([1, 1]);
  await settled(id);
  expect(strange.asked).toBe(0);
});

test('a browser in which somebody else signed in since gets nothing more of the first', async () => {
  const { ann, bob, id, browser } = await contest();
  await house.bid(id, ann, 100);
  await house.register(bob, browser);
  await house.bid(id, bob, 120);
  await settled(id);
  expect(browser.asked).toBe(0);
});

test('a war of bids is one message, and then the latest after ten minutes', async () => {
  const { ann, bob, id, browser } = await contest();
  await house.bid(id, ann, 100);
  for (let points = 110; points <= 200; points += 20) {
    await house.bid(id, bob, points);
    await eventually(() => browser.received.length).toBe(1);
    await house.bid(id, ann, points + 10);
  }
  await house.bid(id, bob, 300);
  await house.server.notices.look();
  await house.minutesPass(id, 9);
  await house.server.notices.look();
  expect(browser.received).toHaveLength(1);
  await house.minutesPass(id, 1);
  await house.server.notices.look();
  await eventually(() => browser.received.length).toBe(2);
  expect(browser.received[1]?.message.text).toContain('leads at 300 points');
  await settled(id);
  expect(browser.asked).toBe(2);
});

test('a bid that comes while the message before it is on its way waits its ten minutes', async () => {
  const { ann, bob, id, browser } = await contest();
  browser.next('hang');
  await house.bid(id, ann, 100);
  await house.bid(id, bob, 110);
  await eventually(() => browser.asked).toBe(1);
  await house.bid(id, ann, 120);
  await house.bid(id, bob, 130);
  await house.server.notices.look();
  // The first is still on its way, and nobody else has the row.
  expect(await house.queue(id)).toMatchObject([{ kind: 'outbid', due: true, sent: false }]);
  expect(browser.asked).toBe(1);
  browser.answerNow();
  await eventually(() => house.queue(id)).toMatchObject([{ kind: 'outbid', due: true, sent: true }]);
  await house.server.notices.look();
  expect(browser.asked).toBe(1);
  await house.minutesPass(id, 10);
  await settled(id);
  expect(browser.received[1]?.message.text).toContain('leads at 130 points');
});

test('nothing is sent that is no longer true', async () => {
  const { ann, bob, id, browser } = await contest();
  const over = await house.server.list(seller, { buyNowPoints: 900 });
  browser.next(500, 500, 500, 500);
  for (const each of [id, over.id]) {
    await house.bid(each, ann, 100);
    await house.bid(each, bob, 110);
  }
  await house.bid(over.id, bob, 115, 'maximum');
  await house.endingSoon(over.id);
  await eventually(() => browser.asked).toBe(3);
  await eventually(async () => (await house.queue(over.id)).map(({ attempts }) => attempts)).toEqual([1, 1]);
  const admin = await house.server.admin();
  await house.server.ask('POST', `/api/auctions/${over.id}/cancel`, { as: admin });
  await house.bid(id, ann, 120);
  const dropped = house.server.notices.stats().push.dropped;
  for (const each of [id, over.id]) await house.minutesPass(each, 5);
  await settled(id);
  await settled(over.id);
  expect(house.server.notices.stats().push.dropped - dropped).toBe(3);
  expect(browser.asked).toBe(3);
});

test('nothing is sent that is not asked for, or not any more', async () => {
  const { ann, bob, id, browser } = await contest();
  const [second, third] = [await house.server.list(seller), await house.server.list(seller)];
  await house.prefer(ann, { email: [], push: ['won'] });
  await house.bid(id, ann, 100);
  await house.bid(id, bob, 120);
  expect(await house.queue(id)).toEqual([]);

  await house.prefer(ann, { email: [], push: ['outbid'] });
  browser.next(500, 500);
  for (const each of [second.id, third.id]) {
    await house.bid(each, ann, 100);
    await house.bid(each, bob, 120);
  }
  await eventually(() => browser.asked).toBe(2);
  await house.prefer(ann, { email: [], push: [] });
  for (const each of [second.id, third.id]) {
    await eventually(async () => (await house.queue(each))[0]?.attempts).toBe(1);
    await house.minutesPass(each, 5);
    await settled(each);
  }
  expect(browser.asked).toBe(2);
});

test('what fails is tried again later, until it arrives', async () => {
  const { ann, bob, id, browser } = await contest();
  const { failed, sent } = house.server.notices.stats().push;
  browser.next(500, 429);
  await house.bid(id, ann, 100);
  await house.bid(id, bob, 120);
  for (const times of [1, 2]) {
    await eventually(() => house.server.notices.stats().push.failed - failed).toBe(times);
    await eventually(async () => (await house.queue(id))[0]).toMatchObject({ attempts: times, due: true });
    await house.server.notices.look();
    expect(browser.asked).toBe(times);
    await house.minutesPass(id, 1);
    await house.server.notices.look();
  }
  await eventually(() => browser.received.length).toBe(1);
  await settled(id);
  expect(house.server.notices.stats().push.sent - sent).toBe(1);
});

test('what fails too often is given up, and the next alert begins anew', async () => {
  const { ann, bob, id, browser } = await contest();
  const { givenUp } = house.server.notices.stats().push;
  browser.next(503);
  await house.bid(id, ann, 100);
  await house.bid(id, bob, 120);
  for (let attempt = 1; attempt < NOTICE_SENDING.attempts; attempt++) {
    await eventually(async () => (await house.queue(id))[0]).toMatchObject({ attempts: attempt, due: true });
    browser.next(503);
    await house.minutesPass(id, 15);
    await house.server.notices.look();
  }
  await settled(id);
  expect(browser.asked).toBe(NOTICE_SENDING.attempts);
  expect(house.server.notices.stats().push.givenUp - givenUp).toBe(1);
  await house.bid(id, ann, 130);
  await house.bid(id, bob, 140);
  await eventually(() => browser.received.length).toBe(1);
});

test('an endpoint that its push service says is gone is forgotten at once', async () => {
  const { ann, bob, id, browser } = await contest();
  browser.next(410);
  await house.bid(id, ann, 100);
  await house.bid(id, bob, 120);
  const left = async () => (await house.server.ask('GET', '/api/me/push-endpoints', { as: ann })).body.items;
  await eventually(left).toEqual([]);
  await settled(id);
});

test('a redirect is not followed, and not tried again', async () => {
  const { ann, bob, id, browser } = await contest();
  browser.next(307);
  await house.bid(id, ann, 100);
  await house.bid(id, bob, 120);
  await eventually(() => browser.asked).toBe(1);
  await settled(id);
  expect(await house.queue(id)).toMatchObject([{ attempts: 1, sent: false }]);
});

test('a push service that answers drop by drop has answered, and is hung up on', async () => {
  const { ann, bob, id, browser } = await contest();
  browser.next('drip');
  await house.bid(id, ann, 100);
  await house.bid(id, bob, 120);
  await eventually(() => browser.received.length).toBe(1);
  await settled(id);
  await expect.poll(() => browser.wasHungUpOn, { timeout: NOTICE_SENDING.answerWithinMs * 5 }).toBe(true);
});

test('one that hangs delays nobody else, and is tried again', { timeout: 40_000 }, async () => {
  const { ann, bob, id, browser } = await contest();
  const carl = await house.server.rich();
  const patient = await house.register(carl);
  const other = await house.server.list(seller);
  const { failed } = house.server.notices.stats().push;
  browser.next('hang');
  await house.bid(id, ann, 100);
  await house.bid(id, bob, 120);
  await eventually(() => browser.asked).toBe(1);
  await house.bid(other.id, carl, 100);
  await house.bid(other.id, bob, 120);
  await eventually(() => patient.received.length).toBe(1);
  expect(house.server.notices.stats().push.failed).toBe(failed);
  await expect
    .poll(() => house.server.notices.stats().push.failed - failed, {
      timeout: NOTICE_SENDING.pushWithinMs * 2,
    })
    .toBe(1);
  await eventually(async () => (await house.queue(id))[0]).toMatchObject({ attempts: 1, due: true });
  await house.minutesPass(id, 1);
  await house.server.notices.look();
  await eventually(() => browser.received.length).toBe(1);
});
