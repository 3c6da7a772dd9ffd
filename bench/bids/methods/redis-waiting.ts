import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';

/** Far longer than a bid takes; a holder that dies frees the auction after it. */
const EXPIRY_MS = 10_000;

const RELEASE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end`;

/** Somebody else has it: ask again after about this long. */
const RETRY_MS = { least: 1, most: 5 };

/** How those wait who find an auction locked. */
export type Waiting = 'queue' | 'poll';

/**
 * A lock in Redis: `SET NX PX` with a token, deleted only by its holder. `poll`: everybody asks again after 1 to 5 ms, as it is usually
 * written. `queue`: those who wait in one process queue in it and only the first asks Redis, its question travelling right behind the
 * release: no waiter asks in vain, and none is overtaken; the best we found, though it is no longer Redis that makes them wait. Waking one
 * waiter by publish/subscribe was as fast, but whoever had just let go was back first, so nearly all bids met their own bidder's.
 */
export class RedisLock {
  readonly #redis: Redis;
  /** By key: whoever waits behind the holder. */
  readonly #queues = new Map<string, (() => void)[]>();

  readonly #waiting: Waiting;

  constructor(redis: Redis, waiting: Waiting) {
    this.#redis = redis;
    this.#waiting = waiting;
  }

  async hold<T>(key: string, work: () => Promise<T>): Promise<T> {
    if (this.#waiting === 'queue') await this.#turn(key);
    const token = randomUUID();
    while ((await this.#redis.set(key, token, 'PX', EXPIRY_MS, 'NX')) === null) {
      await pause(RETRY_MS.least + Math.random() * (RETRY_MS.most - RETRY_MS.least));
    }
    try {
      return await work();
    } finally {
      const released = this.#redis.eval(RELEASE, 1, key, token);
      this.#next(key);
      await released;
    }
  }

  async #turn(key: string): Promise<void> {
    const queue = this.#queues.get(key);
    if (queue === undefined) this.#queues.set(key, []);
    else await new Promise<void>((resolve) => queue.push(resolve));
  }

  #next(key: string): void {
    const next = this.#queues.get(key)?.shift();
    if (next === undefined) this.#queues.delete(key);
    else next();
  }
}
