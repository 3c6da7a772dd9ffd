import { Redis } from 'ioredis';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type LocalRedis, startRedis } from '../../../local-services/redis.ts';
import { openFeed } from '../../../persistence/feed/feed.ts';
import { numberWaiting } from '../../../persistence/feed/numbering.ts';
import { tell } from '../../../persistence/feed/outbox.ts';
import { feedPosition } from '../../../persistence/feed/reading.ts';
import { append } from '../../../persistence/feed/redis-stream.ts';
import { deleteOld } from '../../../persistence/feed/retention.ts';
import { type EventStream, openEventStream } from '../../../persistence/feed/stream.ts';
import { testRedisUrl } from '../../support/redis.ts';
import { openStage, type Stage } from '../../support/stage.ts';
import { NO_CHANNELS, numberAll, wholeFeed } from './feed-house.ts';

const KEY = 'ready-auction:events';
type Log = { warn(details: object, message: string): void };
const SILENT: Log = { warn: () => {} };

let stage: Stage;
let auctionId: string;
const streams: EventStream[] = [];
beforeAll(async () => {
  stage = await openStage('postgres');
  auctionId = await stage.auction(await stage.person());
});
afterAll(() => stage.close());
afterEach(async () => {
  await Promise.all(streams.splice(0).map((stream) => stream.stop()));
});

async function open(redisUrl: string, options: { keep?: number; log?: Log } = {}) {
  const stream = await openEventStream(stage.db, { redisUrl, log: SILENT, ...options });
  streams.push(stream);
  return stream;
}

/** So many events, each in a commit of its own. */
async function happen(events: number): Promise<void> {
  const at = new Date().toISOString();
  for (let each = 0; each < events; each++)
    await tell(stage.db, {
      ...{ kind: 'ending_soon', auctionId, at, pricePoints: 100 + each, bidCount: 0, endsAt: at },
    });
}

type Entry = { readonly position: number; readonly event: unknown };

async function entriesOf(redis: Redis): Promise<Entry[]> {
  const entries = await redis.xrange(KEY, '-', '+');
  return entries.map(([id, [, kind, , auction, , json = '']]) => {
    const event = JSON.parse(json);
    expect({ kind, auction }).toEqual({ kind: event.kind, auction: event.auctionId });
    return { position: Number(/^(\d+)-0$/.exec(id)?.[1]), event };
  });
}

/** All that came after this position, in the stream as in the database. */
async function expectSame(redis: Redis, from: number): Promise<void> {
  const events = await wholeFeed(stage, from);
  expect(await entriesOf(redis)).toEqual(
    events.map((event, index) => ({ position: from + 1 + index, event })),
  );
}

describe('the stream in Redis', () => {
  let url: string;
  let redis: Redis;
  beforeEach(async () => {
    url = await testRedisUrl();
    redis = new Redis(url);
    await numberAll(stage);
  });
  afterEach(() => redis.disconnect());

  test('has every event once, in the order of the feed, however many nodes write it at once', async () => {
    const nodes = [await open(url), await open(url), await open(url)];
    await Promise.all([
      happen(300),
      ...nodes.map(async (node) => {
        for (let each = 0; each < 60; each++) {
          await numberWaiting(stage.db, NO_CHANNELS, 7);
          await node.flush();
        }
      }),
    ]);
    await numberAll(stage);
    await Promise.all(nodes.map((node) => node.flush()));
    await expectSame(redis, 0);
  });

  test('is brought up to date by itself, by whichever node is there', async () => {
    await open(url);
    await happen(3);
    await numberAll(stage);
    await expect.poll(() => redis.xlen(KEY), { timeout: 10_000 }).toBeGreaterThanOrEqual(3);
    await expectSame(redis, 0);
  });

  test('follows the numbering at once, and does not wait for its own look', async () => {
    vi.useFakeTimers({ toFake: ['setInterval'] });
    const feed = await openFeed(stage.db, { redisUrl: url, channels: NO_CHANNELS, log: SILENT });
    vi.useRealTimers();
    await happen(3);
    await feed.flush();
    const { head } = await feedPosition(stage.db);
    await expect.poll(async () => (await entriesOf(redis)).at(-1)?.position).toBe(head);
    await feed.stop();
  });

  test('takes nothing from a node that was late, and nothing twice', async () => {
    const { head } = await feedPosition(stage.db);
    await happen(3);
    await numberAll(stage);
    const numbered = (await wholeFeed(stage, head)).map((event, index) => ({
      ...{ position: head + 1 + index, event },
    }));
    expect(await append(redis, null, numbered.slice(0, 2), 100)).toBe(head + 2);
    // The same again, by who believes it is not there; what is older; what leaves something out.
    expect(await append(redis, null, numbered, 100)).toBe(head + 2);
    expect(await append(redis, head + 1, numbered.slice(1), 100)).toBe(head + 2);
    expect(await append(redis, head + 3, [], 100)).toBe(head + 2);
    expect(await append(redis, head + 2, numbered.slice(2), 100)).toBe(head + 3);
    await expectSame(redis, head);
  });

  test('that was flushed is filled again from the database, also while two nodes go on writing', async () => {
    const nodes = [await open(url), await open(url)];
    for (let round = 0; round < 5; round++) {
      await happen(20);
      await numberAll(stage);
      await Promise.all([...nodes.map((node) => node.flush()), redis.flushdb()]);
    }
    await Promise.all(nodes.map((node) => node.flush()));
    await expectSame(redis, 0);
  });

  test('keeps about as many events as it should, the last ones, and is filled again with no more than those', async () => {
    await happen(1_500);
    await numberAll(stage);
    const { head } = await feedPosition(stage.db);
    const node = await open(url, { keep: 1_000 });
    await node.flush();
    await expectSame(redis, head - 1_000);
    await happen(500);
    await numberAll(stage);
    await node.flush();
    const entries = await entriesOf(redis);
    expect(entries.length).toBeGreaterThanOrEqual(1_000);
    // Redis forgets by the hundred.
    expect(entries.length).toBeLessThan(1_200);
    await expectSame(redis, head + 500 - entries.length);
  });

  test('begins at the oldest event that is kept', async () => {
    await sql`update feed_batch set written_at = now() - interval '8 days' where last_position is not null`.execute(
      stage.db,
    );
    await happen(2);
    await numberAll(stage);
    const day = 86_400_000;
    await deleteOld(stage.db, { feedKeptMs: 7 * day, alertsKeptMs: 7 * day });
    const { eventsGone, head } = await feedPosition(stage.db);
    expect(eventsGone).toBe(head - 2);
    await (await open(url)).flush();
    await expectSame(redis, eventsGone);
  });

  test('that a reader made to wait at is begun like any other', async () => {
    await happen(20);
    await numberAll(stage);
    const { head } = await feedPosition(stage.db);
    await redis.xgroup('CREATE', KEY, 'readers', '0', 'MKSTREAM');
    await (await open(url, { keep: 10 })).flush();
    await expectSame(redis, head - 10);
  });

  test('that is ahead of the database is left alone, and somebody is told', async () => {
    const { head } = await feedPosition(stage.db);
    await redis.xadd(KEY, `${head + 1_000}-0`, 'kind', 'bid');
    const warnings: string[] = [];
    const node = await open(url, { log: { warn: (_details, message) => void warnings.push(message) } });
    await node.flush();
    await node.flush();
    expect(warnings).toEqual([expect.stringContaining('ahead of the database')]);
    expect(await redis.xlen(KEY)).toBe(1);
    await redis.del(KEY);
    await node.flush();
    await expectSame(redis, (await feedPosition(stage.db)).eventsGone);
  });
});

describe('a Redis that is killed or hangs', () => {
  let server: LocalRedis;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  test('holds up neither the numbering nor anybody’s shutdown, and gets everything when it is back', async () => {
    let warned = 0;
    const log = { warn: () => (warned += 1) };
    const feeds = [
      await openFeed(stage.db, { redisUrl: server.url(), channels: NO_CHANNELS, log }),
      await openFeed(stage.db, { redisUrl: server.url(), channels: NO_CHANNELS, log }),
    ] as const;
    const { eventsGone } = await feedPosition(stage.db);
    const numbered = async () => {
      const { head } = await feedPosition(stage.db);
      await happen(5);
      await feeds[0].flush();
      expect((await feedPosition(stage.db)).head).toBe(head + 5);
    };
    const complete = async () => {
      const redis = new Redis(server.url());
      const { head } = await feedPosition(stage.db);
      await expect
        .poll(async () => (await entriesOf(redis)).at(-1)?.position, { timeout: 15_000 })
        .toBe(head);
      await expectSame(redis, eventsGone);
      redis.disconnect();
    };
    await numbered();
    await complete();

    server.pause();
    await numbered();
    await expect.poll(() => warned, { timeout: 10_000 }).toBeGreaterThan(0);
    server.resume();
    await complete();

    await server.kill();
    await numbered();
    await server.restart();
    await complete();

    server.pause();
    await happen(1);
    await feeds[0].stop();
    expect(await numberWaiting(stage.db, NO_CHANNELS), 'it was numbered before').toBe(0);
    server.resume();
    await complete();
    await feeds[1].stop();
  });
});
