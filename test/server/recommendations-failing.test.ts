/** A recommender that is unwell in every way there is: people get what is popular, and it is left alone until it is well again. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { RecommendationsBody } from '../../auction/api.ts';
import { RECOMMENDATION_LIMITS } from '../../server/recommendations/limits.ts';
import { recommenderAt } from '../../server/recommendations/recommender.ts';
import { chooses, type FakeRecommender, startFakeRecommender, UNWELL } from './fake-recommender.ts';
import { openServer, type Person, type ServerStage } from './server-stage.ts';

let recommender: FakeRecommender;
let server: ServerStage;
let popularId: string;
let chosenId: string;
let bidder: Person;

beforeAll(async () => {
  recommender = await startFakeRecommender();
  server = await openServer({ RECOMMENDER_URL: recommender.url, RECOMMENDER_TIMEOUT_MS: '100' });
  const seller = await server.signUp();
  bidder = await server.rich();
  popularId = (await server.list(seller, { title: 'Popular' })).id;
  chosenId = (await server.list(seller, { title: 'Chosen' })).id;
  await server.ask('POST', `/api/auctions/${popularId}/bids`, {
    as: bidder,
    body: { bidId: randomUUID(), kind: 'plain', points: 100 },
  });
});
afterAll(async () => {
  await server.close();
  await recommender.stop();
});

const recommended = async (): Promise<RecommendationsBody> =>
  (await server.ask('GET', '/api/recommendations')).body;
const state = () => server.recommendations.breakerState();
const ready = async () => (await server.ask('GET', '/health/ready')).body;

const POPULAR = {
  source: 'popular',
  items: [{ auction: { id: '' }, reason: { kind: 'popular', text: 'Many people bid on this' } }],
};
const expectPopular = (body: RecommendationsBody) =>
  expect(body).toMatchObject({ ...POPULAR, items: [{ auction: { id: popularId } }] });

/** By itself, because people go on asking. */
async function getWell() {
  recommender.behave(chooses({ auctionId: chosenId, reason: { kind: 'popular' } }));
  await expect
    .poll(recommended, { timeout: 20_000, interval: 20 })
    .toMatchObject({ source: 'recommender', items: [{ auction: { id: chosenId } }] });
  await expect.poll(state).toBe('closed');
}

async function askUntilLeftAlone() {
  for (let asked = 0; state() === 'closed' && asked < 20; asked++) expectPopular(await recommended());
  return expect(await ready()).toEqual({ status: 'ready', recommender: 'open' });
}

/** It is tried now and then: what happens meanwhile counts only if that did not. */
const whileLeftAlone = (work: () => Promise<unknown>) =>
  vi.waitFor(
    async () => {
      expect(state()).toBe('open');
      const { length } = recommender.requests;
      await work();
      expect(state()).toBe('open');
      expect(recommender.requests).toHaveLength(length);
    },
    { timeout: 20_000, interval: 10 },
  );

describe('whoever asks', { timeout: 40_000 }, () => {
  afterEach(getWell);

  test.each(Object.entries(UNWELL))('gets what is popular when it %s', async (_how, behaviour) => {
    await getWell();
    recommender.behave(behaviour);
    const { length } = recommender.requests;
    await askUntilLeftAlone();
    expect(recommender.requests).toHaveLength(length + RECOMMENDATION_LIMITS.failuresInARow);
    await whileLeftAlone(async () => {
      for (let asked = 0; asked < 5; asked++) expectPopular(await recommended());
    });
  });

  test('gets what is popular when it is gone', async () => {
    await getWell();
    await recommender.stop();
    try {
      await askUntilLeftAlone();
      await whileLeftAlone(async () => expectPopular(await recommended()));
    } finally {
      await recommender.start();
    }
  });
});

test('one that works now and then is left alone, too', { timeout: 40_000 }, async () => {
  await getWell();
  let asked = 0;
  const well = chooses({ auctionId: chosenId, reason: { kind: 'popular' } });
  recommender.behave((response, request) => {
    asked += 1;
    return asked % 4 === 0 ? well(response, request) : response.destroy();
  });
  await expect
    .poll(async () => [(await recommended()).items.length, state()], { timeout: 20_000, interval: 5 })
    .toEqual([1, 'open']);
  await getWell();
});

test('a crowd finds the page of the catalogue while it hangs, and no more of it hang than may', async () => {
  await getWell();
  recommender.behave(() => {});
  let most = 0;
  const pages = await Promise.all(
    Array.from({ length: 400 }, async (_, nth) => {
      const { status, body } = await server.ask(
        'GET',
        `/api/auctions?recommended=true&maxPrice=${1_000 + nth}`,
      );
      most = Math.max(most, recommender.sockets.size);
      return [status, body.items.length, body.recommended.source];
    }),
  );
  expect(pages.filter(([status, items]) => status !== 200 || items !== 2)).toEqual([]);
  expect(pages.map(([, , source]) => source)).not.toContain('recommender');
  expect(most).toBeLessThanOrEqual(RECOMMENDATION_LIMITS.askingAtOnce);
  await getWell();
});

test('no socket is left behind, whatever becomes of a request', { timeout: 40_000 }, async () => {
  await getWell();
  const ask = recommenderAt({ url: recommender.url, secret: 's', timeoutMs: 100 });
  const anybody = { userId: null, age: null, gender: 'undisclosed', limit: 1 } as const;
  for (const behaviour of Object.values(UNWELL)) {
    recommender.behave(behaviour);
    await Promise.allSettled(Array.from({ length: 10 }, () => ask(anybody)));
  }
  // Those that were not aborted are kept for the next request, for some seconds.
  await expect.poll(() => recommender.sockets.size, { timeout: 20_000 }).toBe(0);
  await getWell();
});

test('a bid is taken while it hangs', async () => {
  await getWell();
  recommender.behave(() => {});
  const pages = Array.from({ length: 20 }, () => server.ask('GET', '/api/auctions?recommended=true'));
  const bid = await server.ask('POST', `/api/auctions/${chosenId}/bids`, {
    as: bidder,
    body: { bidId: randomUUID(), kind: 'plain', points: 100 },
  });
  expect(bid.body).toMatchObject({ status: 'accepted', leading: true });
  for (const { status } of await Promise.all(pages)) expect(status).toBe(200);
  await getWell();
});
