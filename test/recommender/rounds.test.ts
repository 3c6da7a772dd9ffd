import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Learner, startLearner } from '../../recommender/learner.ts';
import { DATABASE_KINDS } from '../support/stage.ts';
import { bidLogged, closed, numbered } from './logged.ts';
import { openRecommender, type RecommenderStage, STRANGER } from './server-stage.ts';

let house: RecommenderStage;
let seller: string;
let bidder: string;

async function open(kind?: Parameters<typeof openRecommender>[0]) {
  house = await openRecommender(kind);
  seller = await house.stage.person();
  bidder = await house.stage.person();
}

/** An item that somebody bids on. */
async function item(): Promise<string> {
  const auctionId = await house.stage.auction(seller);
  await bidLogged(house.stage.db, { auctionId, bidderId: bidder });
  return auctionId;
}

const shows = (ids: readonly string[]) =>
  vi.waitFor(async () => expect((await house.recommended()).sort()).toEqual([...ids].sort()), {
    ...{ timeout: 20_000, interval: 20 },
  });

afterEach(() => house.close());

describe.each(DATABASE_KINDS)('over %s', (kind) => {
  beforeEach(() => open(kind));

  test('what is listed and bid on is recommended soon, and what was closed is not any more', async () => {
    const first = await item();
    await house.start();
    await shows([first]);
    const second = await item();
    await numbered(house.stage.db);
    await shows([first, second]);
    await closed(house.stage, first, bidder);
    await numbered(house.stage.db);
    await shows([second]);
    expect(await house.recommended({ userId: bidder })).toEqual([]);
    expect(await house.recommended({ userId: seller })).toEqual([]);
  });
});

describe('with PostgreSQL', () => {
  beforeEach(() => open());

  test('it is ready only once it has learned', async () => {
    const learners: Learner[] = [];
    const gate = Promise.withResolvers<void>();
    await house.start({
      startLearner: () => {
        const learner = startLearner();
        learners.push(learner);
        return { ...learner, learn: (question) => gate.promise.then(() => learner.learn(question)) };
      },
    });
    expect((await house.ask('/health/ready')).status).toBe(503);
    const early = await house.post(STRANGER);
    expect(early.status).toBe(503);
    expect(early.headers.get('retry-after')).toBe('1');
    gate.resolve();
    await house.ready();
    expect((await house.post(STRANGER)).status).toBe(200);
  });

  test('what is closed while it learns is not shown by the model that did not know yet', async () => {
    const auctionId = await item();
    const other = await item();
    let waiting = Promise.withResolvers<void>();
    let asked = Promise.withResolvers<void>();
    waiting.resolve();
    await house.start({
      startLearner: () => {
        const learner = startLearner();
        return {
          ...learner,
          tell: (message) => learner.tell(message),
          learn: async (question) => {
            // It has learned, and the answer is held back.
            const learned = await learner.learn(question);
            asked.resolve();
            await waiting.promise;
            return learned;
          },
        };
      },
    });
    await shows([auctionId, other]);
    waiting = Promise.withResolvers();
    asked = Promise.withResolvers();
    await asked.promise;
    const learnedAt = async () =>
      ((await (await house.ask('/stats')).json()) as { learnedAt: string }).learnedAt;
    const before = await learnedAt();
    await closed(house.stage, auctionId, bidder);
    await numbered(house.stage.db);
    await shows([other]);
    const held = waiting;
    // The next one is held back as well, so that what is seen is the one that did not know.
    waiting = Promise.withResolvers();
    held.resolve();
    await vi.waitFor(async () => expect(await learnedAt()).not.toBe(before), { timeout: 20_000 });
    expect(await house.recommended()).toEqual([other]);
    waiting.resolve();
  });

  test('answers never fail or go empty while models change under load', async () => {
    const auctionId = await item();
    await house.start();
    await shows([auctionId]);
    const models = new Set<string>();
    const asking = Array.from({ length: 8 }, async () => {
      while (models.size < 12) {
        const response = await house.post({ ...STRANGER, userId: randomUUID() });
        expect(response.status).toBe(200);
        const { items, learnedAt } = (await response.json()) as { items: unknown[]; learnedAt: string };
        expect(items).toHaveLength(1);
        models.add(learnedAt);
      }
    });
    await Promise.all(asking);
  });

  test('without any news nothing is learned anew', async () => {
    const { db } = house.stage;
    const auctionId = await house.stage.auction(seller);
    await numbered(db);
    // Long enough ago not to be read again for those that were committed late.
    await bidLogged(db, { auctionId, bidderId: bidder, at: new Date(Date.now() - 600_000) });
    let learned = 0;
    await house.start({
      startLearner: () => {
        const learner = startLearner();
        return {
          ...learner,
          learn: (question) => {
            learned += 1;
            return learner.learn(question);
          },
        };
      },
    });
    await shows([auctionId]);
    const readAt = async () => {
      const { lagMs } = (await (await house.ask('/stats')).json()) as { lagMs: number };
      return Date.now() - lagMs;
    };
    const first = await readAt();
    await vi.waitUntil(async () => (await readAt()) > first + 500, { timeout: 20_000 });
    expect(learned).toBe(1);
    await bidLogged(db, { auctionId, bidderId: seller });
    await vi.waitUntil(() => learned > 1, { timeout: 20_000 });
  });

  test('a restart answers at once by what was learned before', async () => {
    const auctionId = await item();
    await house.start();
    await shows([auctionId]);
    await vi.waitUntil(() => readdirSync(house.folder).length > 0);
    await house.stop();
    const never = Promise.withResolvers<never>();
    never.promise.catch(() => {});
    await house.start({ startLearner: () => ({ ...startLearner(), learn: () => never.promise }) });
    expect((await house.ask('/health/ready')).status).toBe(200);
    expect(await house.recommended()).toEqual([auctionId]);
    never.reject(new Error('it was never to be learned'));
  });

  test('a damaged snapshot is a log line and an ordinary start', async () => {
    const auctionId = await item();
    await house.start();
    await shows([auctionId]);
    const file = join(house.folder, 'recommender.snapshot');
    await vi.waitUntil(() => readdirSync(house.folder).includes('recommender.snapshot'));
    await house.stop();
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, whole.length / 2));
    await house.start();
    expect(house.logged.map(({ msg }) => msg)).toContain(
      'the recommender starts without a snapshot: it is damaged',
    );
    await shows([auctionId]);
  });

  test('a snapshot that cannot be written is logged, and the model answers all the same', async () => {
    const auctionId = await item();
    const inTheWay = join(house.folder, 'a file');
    writeFileSync(inTheWay, '');
    await house.start({ folder: inTheWay });
    await shows([auctionId]);
    await vi.waitFor(() =>
      expect(house.logged.map(({ msg }) => msg)).toContain(
        'the snapshot of the recommender could not be written',
      ),
    );
  });

  test('learning that fails leaves the model before, says so, and is tried again', async () => {
    const first = await item();
    let isFailing = false;
    await house.start({
      startLearner: () => {
        const learner = startLearner();
        return {
          ...learner,
          learn: (question) =>
            isFailing ? Promise.reject(new Error('out of luck')) : learner.learn(question),
        };
      },
    });
    await shows([first]);
    isFailing = true;
    await vi.waitUntil(() => house.logged.some(({ msg }) => msg.includes('could not learn')));
    const second = await item();
    await numbered(house.stage.db);
    expect(await house.recommended()).toEqual([first]);
    isFailing = false;
    await shows([first, second]);
  });

  test('a thread that dies is started anew and told everything again', async () => {
    const learners: Learner[] = [];
    const first = await item();
    await house.start({
      startLearner: () => {
        const learner = startLearner();
        learners.push(learner);
        return learner;
      },
    });
    await shows([first]);
    await learners[0]?.stop();
    const second = await item();
    await numbered(house.stage.db);
    await shows([first, second]);
    expect(learners.length).toBeGreaterThan(1);
  });

  test('a database that is away for a while is waited for', async () => {
    const first = await item();
    await house.start();
    await shows([first]);
    const { db } = house.stage;
    await db.schema.alterTable('bid').renameTo('hidden').execute();
    await vi.waitUntil(() => house.logged.some(({ msg }) => msg.includes('could not read')));
    expect(await house.recommended()).toEqual([first]);
    await db.schema.alterTable('hidden').renameTo('bid').execute();
    const second = await item();
    await numbered(db);
    await shows([first, second]);
  });
});
