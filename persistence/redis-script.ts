import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

type Argument = string | number;

/** A Lua script, sent once: Redis knows it by its fingerprint afterwards. */
export class RedisScript {
  readonly #text: string;
  readonly #fingerprint: string;

  constructor(text: string) {
    this.#text = text;
    this.#fingerprint = createHash('sha1').update(text).digest('hex');
  }

  async run(redis: Redis, keys: readonly string[], values: readonly Argument[] = []): Promise<unknown> {
    try {
      return await redis.evalsha(this.#fingerprint, keys.length, ...keys, ...values);
    } catch (error) {
      // A Redis that was started anew has forgotten it, and has run nothing.
      if (!String(error).includes('NOSCRIPT')) throw error;
      return redis.eval(this.#text, keys.length, ...keys, ...values);
    }
  }
}
