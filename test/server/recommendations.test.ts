import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RecommendationReason, RecommendationsBody } from '../../auction/api.ts';
import { RECOMMENDATION_LIMITS } from '../../server/recommendations/limits.ts';
import { openRecommendations } from '../../server/recommendations/recommendations.ts';
import { chooses, type FakeRecommender, startFakeRecommender } from './fake-recommender.ts';
import { inMinutes, openServer, type Person, RECOMMENDER_SECRET, type ServerStage } from './server-stage.ts';

let recommender: FakeRecommender;
let server: ServerStage;
let seller: Person;

beforeAll(async () => {
  recommender = await startFakeRecommender();
  // Patient: what is asked here is always answered.
  server = await openServer({ RECOMMENDER_URL: recommender.url, RECOMMENDER_TIMEOUT_MS: '1000' });
  seller = await server.signUp();
});
beforeEach(() => {
  recommender.requests.length = 0;
});
afterAll(async () => {
  await server.close();
  await recommender.stop();
});

const POPULAR: RecommendationReason = { kind: 'popular' };
const listed = async (changes = {}): Promise<string> => (await server.list(seller, changes)).id;
const chosen = (...ids: string[]) => chooses(...ids.map((auctionId) => ({ auctionId, reason: POPULAR })));
const get = async (url: string, as?: Person) => server.ask('GET', url, as && { as });
const recommended = async (as?: Person, query = ''): Promise<RecommendationsBody> =>
  (await get(`/api/recommendations${query}`, as)).body;
const idsOf = ({ items }: RecommendationsBody) => items.map(({ auction }) => auction.id);

test('what the recommender chooses is shown in its order, as cards of now, each with its reason', async () => {
  const [first, second] = [await listed({ title: 'First' }), await listed({ title: 'Second' })];
  const because = { kind: 'because_bid', auctionId: second, title: 'Lamp' } as const;
  recommender.behave(chooses({ auctionId: second, reason: POPULAR }, { auctionId: first, reason: because }));
  expect(await recommended()).toMatchObject({
    source: 'recommender',
    items: [
      {
        auction: { id: second, title: 'Second', phase: 'live', pricePoints: 100 },
        reason: { kind: 'popular', text: 'Many people bid on this' },
      },
      { auction: { id: first, title: 'First' }, reason: { ...because, text: 'Because you bid on “Lamp”' } },
    ],
  });
});

test('of whoever asks it is told the id, age and gender, under a secret of the servers, and nothing else', async () => {
  const born = new Date(server.clock.nowMs());
  born.setUTCFullYear(born.getUTCFullYear() - 34);
  const birthDate = born.toISOString().slice(0, 10);
  const ann = await server.signUp({ name: 'Ann Unmistakable', gender: 'female', birthDate });
  recommender.behave(chosen(await listed()));
  const headers = { cookie: ann.cookie };
  expect((await server.ask('GET', '/api/recommendations?limit=3', { headers })).status).toBe(200);
  const [{ headers: sent, body, url } = { headers: {}, body: '', url: '' }] = recommender.requests;
  expect(url).toBe('POST /recommendations');
  expect(JSON.parse(body)).toEqual({ userId: ann.user.id, age: 34, gender: 'female', limit: 8 });
  expect(sent.authorization).toBe(`Bearer ${RECOMMENDER_SECRET}`);
  const everything = JSON.stringify([sent, body]);
  for (const secret of [ann.token, ann.user.email, birthDate, 'Unmistakable', 'cookie'])
    expect(everything).not.toContain(secret);
});

test('strangers are asked for as strangers', async () => {
  recommender.behave(chosen(await listed()));
  await recommended();
  expect(JSON.parse(recommender.requests[0]?.body ?? '')).toEqual({
    userId: null,
    age: null,
    gender: 'undisclosed',
    limit: 15,
  });
});

test('one’s own items are never recommended to oneself', async () => {
  const [theirs, own] = [
    await listed(),
    (await server.list(await server.signUp(), { title: 'Not mine' })).id,
  ];
  recommender.behave(chosen(theirs, own));
  expect(idsOf(await recommended(seller))).toEqual([own]);
  expect(idsOf(await recommended())).toEqual([theirs, own]);
});

test('what is over, called off, withdrawn or unknown is left out, however often it is named', async () => {
  const startsAt = inMinutes(server.clock.nowMs(), 10);
  const admin = await server.admin();
  const [live, ready, cancelled, withdrawn, sold] = [
    await listed(),
    await listed({ startsAt }),
    await listed(),
    await listed({ startsAt }),
    await listed({ buyNowPoints: 500 }),
  ];
  await server.ask('POST', `/api/auctions/${cancelled}/cancel`, { as: admin });
  await server.ask('DELETE', `/api/auctions/${withdrawn}`, { as: seller });
  await server.ask('POST', `/api/auctions/${sold}/bids`, {
    as: await server.rich(),
    body: { bidId: randomUUID(), kind: 'buy_now', points: 500 },
  });
  recommender.behave(chosen(sold, cancelled, withdrawn, randomUUID(), live, live, ready, live));
  await expect.poll(async () => idsOf(await recommended())).toEqual([live, ready]);
});

test('there are as many as asked for, ten unless said, also when some have ended meanwhile', async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, () => listed()));
  recommender.behave(chosen(randomUUID(), ...ids));
  expect(idsOf(await recommended())).toEqual(ids.slice(0, 10));
  expect(idsOf(await recommended(undefined, '?limit=2'))).toEqual(ids.slice(0, 2));
  for (const limit of ['0', '51', 'ten'])
    expect((await get(`/api/recommendations?limit=${limit}`)).status).toBe(400);
});

test('what the recommender says beside the reasons we know reaches nobody', async () => {
  const auctionId = await listed();
  const reason = { kind: 'popular', text: 'Buy this!', html: '<script>' } as unknown as RecommendationReason;
  recommender.behave(chooses({ auctionId, reason }));
  expect((await recommended()).items[0]?.reason).toEqual({
    kind: 'popular',
    text: 'Many people bid on this',
  });
});

test('the first page of the catalogue has them beside its items when asked to, the next pages do not', async () => {
  const id = await listed({ title: 'Beside' });
  recommender.behave(chosen(id));
  const first = (await get('/api/auctions?limit=1&recommended=true&facets=true')).body;
  expect(first).toMatchObject({ recommended: { source: 'recommender', items: [{ auction: { id } }] } });
  expect(Object.keys(first)).toEqual(['items', 'nextCursor', 'facets', 'recommended']);
  const asked = recommender.requests.length;
  const next = `/api/auctions?limit=1&recommended=true&cursor=${first.nextCursor}`;
  for (const url of [next, '/api/auctions?limit=1', '/api/auctions?limit=1&recommended=false'])
    expect((await get(url)).body.recommended).toBeUndefined();
  expect(recommender.requests).toHaveLength(asked);
});

test('of people who ask for the same page at once each gets what is recommended to them', async () => {
  const people = await Promise.all(Array.from({ length: 8 }, () => server.signUp()));
  const ids = await Promise.all(people.map(() => listed()));
  recommender.behave((response, { userId }) => {
    const nth = people.findIndex(({ user }) => user.id === userId);
    return chosen(ids[nth] ?? ids.join())(response, { userId, age: null, gender: 'other', limit: 1 });
  });
  const pages = await Promise.all(people.map((as) => get('/api/auctions?recommended=true', as)));
  expect(pages.map(({ body }) => idsOf(body.recommended))).toEqual(ids.map((id) => [id]));
});

test('a crowd that comes at once is no reason to think it unwell', async () => {
  const patient = openRecommendations({
    catalogue: server.catalogue,
    clock: server.clock,
    log: server.app.log,
    recommender: {
      url: recommender.url,
      secret: RECOMMENDER_SECRET,
      timeoutMs: 20_000,
      leftAloneMs: 20_000,
    },
  });
  const id = await listed();
  const most = RECOMMENDATION_LIMITS.askingAtOnce;
  const waiting: (() => unknown)[] = [];
  // Everybody who may ask asks before anybody is answered.
  recommender.behave((response, asked) => {
    waiting.push(() => chosen(id)(response, asked));
    if (waiting.length === most) for (const answer of waiting.splice(0)) answer();
  });
  const bodies = await Promise.all(
    Array.from({ length: most + 60 }, async () => JSON.parse(await patient.recommend(null, 10))),
  );
  expect(bodies.filter(({ source }) => source === 'recommender')).toHaveLength(most);
  expect(recommender.requests).toHaveLength(most);
  expect(patient.breakerState()).toBe('closed');
  recommender.behave(chosen(id));
  expect(JSON.parse(await patient.recommend(null, 10))).toMatchObject({ source: 'recommender' });
  patient.stop();
});
