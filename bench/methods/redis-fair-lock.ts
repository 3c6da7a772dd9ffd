import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';

/** Far longer than a bid takes; a holder that dies frees the auction after it. */
const EXPIRY_MS = 10_000;

const RELEASE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end`;

/** Somebody else's process has it: ask again after about this long. */
const RETRY_MS = 1;

/**
 * A lock in Redis (`SET NX PX` with a token, deleted only by its holder). Waiters of one process queue in it and only the first asks
 * Redis, its question travelling right behind the release: fair, and no waiter ever polls in vain. 400 callers that each retry after
 * 1 to 4 ms instead keep Redis and the event loop busy: 0.XX of the rate on one hot auction.
 */
export class FairLock {
  readonly #redis: Redis;
  /** By key: whoever waits behind the holder. */
  readonly #queues = new Map<string, (() => void)[]>();

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  async hold<T>(key: string, work: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(key);
    if (queue === undefined) this.#queues.set(key, []);
    else await new Promise<void>((resolve) => queue.push(resolve));

    const token = randomUUID();
    while ((await this.#redis.set(key, token, 'PX', EXPIRY_MS, 'NX')) === null) await pause(RETRY_MS);
    try {
      return await work();
    } finally {
      const released = this.#redis.eval(RELEASE, 1, key, token);
      const next = this.#queues.get(key)?.shift();
      if (next === undefined) this.#queues.delete(key);
      else next();
      await released;
    }
  }
}
