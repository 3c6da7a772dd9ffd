/** A recommender over a real database, asked over HTTP, which does not wait between its rounds. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { vi } from 'vitest';
import type { RecommendationAnswer, RecommendationRequest } from '../../auction/recommendations.ts';
import { type Recommender, type RecommenderOptions, startRecommender } from '../../recommender/start.ts';
import { type DatabaseKind, openStage, type Stage } from '../support/stage.ts';

const SECRET = 'a secret of at least 32 characters';
const QUICK = { refreshMs: 20, learnMs: 20, retryMs: 20, learnsShare: 1, snapshotMs: 0, restMs: 0 };

export const STRANGER: RecommendationRequest = { userId: null, age: 30, gender: 'female', limit: 10 };

export type RecommenderStage = Awaited<ReturnType<typeof openRecommender>>;

export async function openRecommender(kind: DatabaseKind = 'postgres') {
  const stage: Stage = await openStage(kind);
  const folder = mkdtempSync(join(tmpdir(), 'ready-auction-recommender-'));
  const logged: { level: number; msg: string }[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  let recommender: Recommender | undefined;

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${recommender?.url}${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${SECRET}`,
        ...(init.method === 'POST' && { 'content-type': 'application/json' }),
        ...init.headers,
      },
    });
  const post = (body: unknown, init: RequestInit = {}) =>
    ask('/recommendations', { method: 'POST', body: JSON.stringify(body), ...init });

  return {
    stage,
    folder,
    logged,
    ask,
    post,
    async start(options: Partial<RecommenderOptions> = {}) {
      recommender = await startRecommender({
        ...{ db: stage.db, secret: SECRET, folder, host: '127.0.0.1', port: 0, log },
        ...options,
        limits: { ...QUICK, ...options.limits },
      });
    },
    async stop() {
      await recommender?.stop();
      recommender = undefined;
    },
    async recommended(question: Partial<RecommendationRequest> = {}): Promise<string[]> {
      const response = await post({ ...STRANGER, ...question });
      if (!response.ok) return [];
      const { items } = (await response.json()) as RecommendationAnswer;
      return items.map(({ auctionId }) => auctionId);
    },
    ready: () => vi.waitUntil(async () => (await ask('/health/ready')).ok, { timeout: 20_000, interval: 20 }),
    async close() {
      await recommender?.stop();
      await stage.close();
      rmSync(folder, { recursive: true });
    },
  };
}
