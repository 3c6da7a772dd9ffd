import { Redis } from 'ioredis';
import { inject } from 'vitest';

/**
 * The run's Redis with a database index of one's own, empty. Publish/subscribe reaches every index: a test that
 * runs Colyseus on Redis, or listens to channels, starts a Redis of its own with `startRedis` (30 ms).
 */
export async function testRedisUrl(): Promise<string> {
  const url = new URL(inject('redisUrl'));
  const redis = new Redis(url.href, { connectTimeout: 10_000, maxRetriesPerRequest: 3 });
  try {
    const [, databases] = (await redis.config('GET', 'databases')) as [string, string];
    // Index 0 holds the counter; a wrap-around only matters once tests outnumber the indices that are in use.
    const turn = await redis.incr('ready-auction-test-turn');
    const index = 1 + (turn % (Number(databases) - 1));
    await redis.select(index);
    await redis.flushdb();
    url.pathname = `/${index}`;
    return url.href;
  } finally {
    redis.disconnect();
  }
}
