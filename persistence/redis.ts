import { Redis, type RedisOptions } from 'ioredis';

/** A command that takes longer is an error: on a black-holed connection it would wait for ever. */
const COMMAND_TIMEOUT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 1_500;

/** Connects, and keeps reconnecting. Redis holds nothing that the database cannot rebuild, so its absence ends nothing. */
export async function openRedis(url: string, options: RedisOptions = {}): Promise<Redis> {
  const redis = new Redis(url, {
    ...options,
    lazyConnect: true,
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: 1,
    retryStrategy: (attempts) => Math.min(attempts * 50, 1_000),
  });
  await redis.connect();
  return redis;
}
