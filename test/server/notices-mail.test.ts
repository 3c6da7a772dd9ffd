import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unsubscribeToken } from '../../server/notices/unsubscribe-tokens.ts';
import { openMailServer } from './mail-server.ts';
import { eventually, type NoticeHouse, openNoticeHouse } from './notices-stage.ts';
import { NOTICE_SECRET, type Person } from './server-stage.ts';

let house: NoticeHouse;
let seller: Person;

beforeAll(async () => {
  house = await openNoticeHouse();
  seller = await house.server.signUp();
});
afterAll(() => house.close());

/** Two people, of whom the first wants to be written to, and an auction. */
async function contest(title = 'A lamp') {
  const [ann, bob] = [await house.server.rich(), await house.server.rich()];
  await house.prefer(ann, { email: ['outbid', 'ending_soon', 'won'], push: [] });
  const { id } = await house.server.list(seller, { title, buyNowPoints: 900 });
  return { ann, bob, id, letters: () => house.mailServer.to(ann.user.email) };
}

const settled = async (id: string) => {
  await house.server.notices.look();
  await eventually(async () => (await house.queue(id)).filter(({ due }) => due)).toEqual([]);
};

test('who is outbid and asked for it gets a message with the price, a link, and a way out', async () => {
  const { ann, bob, id, letters } = await contest();
  await house.bid(id, ann, 100);
  await house.bid(id, bob, 120);
  await eventually(letters).toHaveLength(1);
  const { headers, body } = letters()[0] ?? { headers: new Map<string, string>(), body: '' };
  const token = unsubscribeToken(NOTICE_SECRET, ann.user.id);
  expect(Object.fromEntries(headers)).toMatchObject({
    from: 'The house <house@example.com>',
    to: ann.user.email,
    subject: 'You were outbid: A lamp',
    'list-unsubscribe': `<https://house.example/api/unsubscribe?token=${token}>`,
    'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
    'auto-submitted': 'auto-generated',
  });
  for (const part of [
    'text/plain',
    'text/html',
    'leads at 120 points',
    `https://house.example/api/auctions/${id}`,
  ])
    expect(body).toContain(part);
});

test('an end that is near and a win are written about, too', async () => {
  const { ann, id, letters } = await contest();
  await house.bid(id, ann, 100);
  await house.endingSoon(id);
  const other = await house.server.list(seller, { buyNowPoints: 900 });
  await house.bid(other.id, ann, 900, 'buy_now');
  const subjects = () => letters().map(({ headers }) => headers.get('subject'));
  await eventually(() => subjects().sort()).toEqual(['Ending soon: A lamp', 'You won: A lamp']);
});

test('nobody is written to who did not ask', async () => {
  const { ann, bob, id } = await contest();
  await house.bid(id, bob, 100);
  await house.bid(id, ann, 120);
  expect(await house.queue(id)).toEqual([]);
  await house.prefer(ann, { email: ['won'], push: [] });
  await house.bid(id, bob, 130);
  expect(await house.queue(id)).toEqual([]);
});

test('a title cannot add headers or markup, or turn the line around', async () => {
  const { ann, bob, id, letters } = await contest();
  const title = 'A\r\nBcc: eve@example.com\r\n\r\n<script>alert(1)</script> \u202Epmal "x"';
  // Past the routes, which refuse such a title: it must not matter.
  await sql`update auction set title = ${title} where id = ${id}`.execute(house.db);
  await house.bid(id, ann, 100);
  await house.bid(id, bob, 120);
  await eventually(letters).toHaveLength(1);
  const { headers, body } = letters()[0] ?? { headers: new Map<string, string>(), body: '' };
  expect([...headers.keys()]).not.toContain('bcc');
  expect(headers.get('subject')).toBe(
    'You were outbid: A Bcc: eve@example.com <script>alert(1)</script> pmal "x"',
  );
  expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt; pmal &quot;x&quot;');
  expect(body.split('text/html')[1]).not.toContain('<script>');
  expect(house.mailServer.to('eve@example.com')).toEqual([]);
});

test('a message whose receiver is refused for good is not tried again', async () => {
  const { ann, bob, id, letters } = await contest();
  house.mailServer.refused.add(ann.user.email);
  const { givenUp } = house.server.notices.stats().email;
  await house.bid(id, ann, 100);
  await house.bid(id, bob, 120);
  await eventually(() => house.server.notices.stats().email.givenUp - givenUp).toBe(1);
  await settled(id);
  expect(await house.queue(id)).toMatchObject([{ attempts: 1, sent: false }]);
  expect(letters()).toEqual([]);
});

test('the link in a message ends e-mail with one click and without signing in, and leaves push as it is', async () => {
  const { ann, bob, id, letters } = await contest();
  await house.prefer(ann, { email: ['outbid'], push: ['won'] });
  await house.bid(id, ann, 100);
  await house.bid(id, bob, 120);
  await eventually(letters).toHaveLength(1);
  const link = new URL(letters()[0]?.headers.get('list-unsubscribe')?.slice(1, -1) ?? '');
  const path = `${link.pathname}${link.search}`;
  const preferences = async () =>
    (await house.server.ask('GET', '/api/me/notice-preferences', { as: ann })).body;

  const page = await house.server.ask('GET', path);
  expect([page.status, page.text]).toEqual([200, expect.stringContaining('<form method="post">')]);
  expect(await preferences()).toMatchObject({ email: ['outbid'] });

  // As mail programs send it.
  const { status } = await house.server.ask('POST', path, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  });
  expect(status).toBe(200);
  expect(await preferences()).toEqual({
    email: [],
    push: ['won'],
    emailAvailable: true,
    pushAvailable: true,
  });
  await house.bid(id, ann, 130);
  await house.bid(id, bob, 140);
  await house.minutesPass(id, 10);
  await settled(id);
  expect(letters()).toHaveLength(1);
});

test('a forged or cut link ends nothing', async () => {
  const { ann, bob } = await contest();
  const good = unsubscribeToken(NOTICE_SECRET, ann.user.id);
  const forged = [
    unsubscribeToken('another secret', ann.user.id),
    good.replace(ann.user.id, bob.user.id),
    good.slice(0, -1),
    `${good}A`,
    ann.user.id,
    '',
  ];
  for (const token of forged) {
    for (const method of ['GET', 'POST'] as const) {
      const answer = await house.server.ask(method, `/api/unsubscribe?token=${encodeURIComponent(token)}`);
      expect(answer.body.error.code, token).toBe('wrong_unsubscribe_link');
    }
  }
  const { body } = await house.server.ask('GET', '/api/me/notice-preferences', { as: ann });
  expect(body.email).toEqual(['outbid', 'ending_soon', 'won']);
});

test('while the mail server is away messages wait, and come when it is back', async () => {
  const { ann, bob, id } = await contest();
  const { port } = house.mailServer;
  await house.mailServer.close();
  const { failed } = house.server.notices.stats().email;
  await house.bid(id, ann, 100);
  await house.bid(id, bob, 120);
  for (const times of [1, 2]) {
    await expect
      .poll(() => house.server.notices.stats().email.failed - failed, { timeout: 15_000 })
      .toBe(times);
    expect(await house.queue(id)).toMatchObject([{ attempts: times, due: true, sent: false }]);
    await house.minutesPass(id, 1);
    if (times === 1) await house.server.notices.look();
  }
  const back = await openMailServer(port);
  await house.server.notices.look();
  await expect.poll(() => back.to(ann.user.email), { timeout: 15_000 }).toHaveLength(1);
  await settled(id);
  await house.server.notices.stop();
  await back.close();
});
