import { spawnSync } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import type { RecommendationAnswer } from '../../auction/recommendations.ts';
import { type RecommenderServer, startRecommenderServer } from '../../local-services/recommender-server.ts';
import { openDatabase } from '../../persistence/database.ts';
import { recommenderSecret } from '../../recommender/secret.ts';
import { stageOn } from '../support/stage.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { bidLogged } from './logged.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

test('npm run recommender learns from the database it is given, and after a crash goes on with what it knew', async () => {
  const { url, drop } = await createTestDatabase();
  closing.push(drop);
  const database = await openDatabase({ kind: 'postgres', url, poolSize: 2 });
  const stage = stageOn(database);
  const auctionId = await stage.auction(await stage.person());
  await bidLogged(stage.db, { auctionId, bidderId: await stage.person() });
  const secret = await recommenderSecret(stage.db);
  await stage.close();

  const recommender = await startRecommenderServer({ settings: { DATABASE_URL: url } });
  closing.push(() => recommender.stop());
  expect(await recommended(recommender, secret)).toEqual([auctionId]);
  await recommender.kill();
  await recommender.restart();
  expect(await recommended(recommender, secret)).toEqual([auctionId]);
});

async function recommended({ url }: RecommenderServer, secret: string): Promise<string[]> {
  const response = await fetch(`${url}/recommendations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ userId: null, age: null, gender: 'undisclosed', limit: 10 }),
  });
  const { items } = (await response.json()) as RecommendationAnswer;
  return items.map(({ auctionId }) => auctionId);
}

test('without a database it ends with a sentence', () => {
  const env = { ...process.env, DATABASE_URL: '' };
  const { status, stderr } = spawnSync(process.execPath, ['recommender/main.ts'], { env, encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/did not start: DATABASE_URL is not set\. /);
  expect(stderr).not.toContain('    at ');
});
