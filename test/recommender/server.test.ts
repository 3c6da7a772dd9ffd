import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiError } from '../../auction/api.ts';
import type { RecommendationAnswer } from '../../auction/recommendations.ts';
import { RECOMMENDER } from '../../recommender/limits.ts';
import { recommenderSecret } from '../../recommender/secret.ts';
import { bidLogged } from './logged.ts';
import { openRecommender, type RecommenderStage, STRANGER } from './server-stage.ts';

let house: RecommenderStage;
let auctionId: string;

beforeAll(async () => {
  house = await openRecommender();
  const { stage } = house;
  const seller = await stage.person();
  auctionId = await stage.auction(seller);
  await bidLogged(stage.db, { auctionId, bidderId: await stage.person(), age: 31 });
  await house.start();
  await house.ready();
});

afterAll(() => house.close());

const codeOf = async (response: Response) => ((await response.json()) as ApiError).error.code;

test('a question is answered in the form of the wire, with reasons and when it was learned', async () => {
  const response = await house.post(STRANGER);
  expect(response.status).toBe(200);
  const answer = (await response.json()) as RecommendationAnswer;
  expect(answer.items).toEqual([{ auctionId, reason: { kind: 'popular' } }]);
  expect(new Date(answer.learnedAt).toISOString()).toBe(answer.learnedAt);
});

describe('without the right secret', () => {
  test.each([
    ['none', ''],
    ['another', 'Bearer another secret of 32 characters and more'],
    ['a part of it', 'Bearer a secret'],
    ['no bearer', 'Basic YTpi'],
  ])('nothing is answered: %s', async (_what, authorization) => {
    for (const response of [
      await house.post(STRANGER, { headers: { authorization, 'content-type': 'application/json' } }),
      // Who may not ask learns nothing of what a question looks like.
      await house.post({}, { headers: { authorization, 'content-type': 'application/json' } }),
      await house.ask('/stats', { headers: { authorization } }),
    ]) {
      expect(response.status).toBe(401);
      expect(await codeOf(response)).toBe('wrong_secret');
    }
  });

  test('guessing is counted, and the right secret is not held up by it', async () => {
    const guess = () =>
      house.ask('/stats', { headers: { authorization: 'Bearer guess' } }).then(({ status }) => status);
    const statuses = await Promise.all(
      Array.from({ length: RECOMMENDER.wrongSecretsPerMinute + 1 }, () => guess()),
    );
    expect(statuses).toContain(429);
    expect((await house.post(STRANGER)).status).toBe(200);
  });
});

test.each([
  ['no JSON', '{'],
  ['nothing', '{}'],
  ['a field too many', JSON.stringify({ ...STRANGER, name: 'Ann' })],
  ['an id that is none', JSON.stringify({ ...STRANGER, userId: 'ann' })],
  ['an age that is none', JSON.stringify({ ...STRANGER, age: -1 })],
  ['a number in text', JSON.stringify({ ...STRANGER, limit: '10' })],
  ['a gender that is none', JSON.stringify({ ...STRANGER, gender: '' })],
  ['nothing wanted', JSON.stringify({ ...STRANGER, limit: 0 })],
  ['too much wanted', JSON.stringify({ ...STRANGER, limit: RECOMMENDER.mostItems + 1 })],
])('a question of the wrong form is refused: %s', async (_what, body) => {
  const response = await house.post(undefined, { body });
  expect(response.status).toBe(400);
  expect(await codeOf(response)).toBe('invalid_request');
});

test('errors have the form that all of the house have', async () => {
  const response = await house.post({ ...STRANGER, limit: 0 });
  expect(await response.json()).toEqual({
    error: {
      code: 'invalid_request',
      message: expect.stringMatching(/details/),
      details: [{ field: 'limit', message: expect.any(String) }],
      requestId: expect.any(String),
    },
  });
});

test('what is not asked for here is refused: other routes, other types, other sizes', async () => {
  expect((await house.ask('/')).status).toBe(404);
  expect((await house.ask('/recommendations')).status).toBe(404);
  expect((await house.post(STRANGER, { headers: { 'content-type': 'text/plain' } })).status).toBe(415);
  const large = JSON.stringify({ ...STRANGER, padding: 'x'.repeat(RECOMMENDER.bodyBytes) });
  expect((await house.post(undefined, { body: large })).status).toBe(413);
});

test('it says of itself what it learned and how far it is behind', async () => {
  expect(await (await house.ask('/stats')).json()).toEqual({
    ...{ learnedAt: expect.any(String), interactions: 1, items: 1, openItems: 1, people: 1 },
    ...{ rebuildMs: expect.any(Number), lagMs: expect.any(Number) },
    memory: {
      ...{ modelBytes: expect.any(Number), rssBytes: expect.any(Number) },
      ...{ heapBytes: expect.any(Number), arrayBufferBytes: expect.any(Number) },
    },
  });
  expect((await house.ask('/health/live')).status).toBe(200);
});

test('both servers find the same secret in the database when nobody configured one', async () => {
  const { db } = house.stage;
  const [one, other] = await Promise.all([recommenderSecret(db), recommenderSecret(db)]);
  expect(one).toBe(other);
  expect(one.length).toBeGreaterThanOrEqual(32);
});
