import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { openRedis } from './redis.ts';
import { RedisScript } from './redis-script.ts';

/** What was counted under one name in its window, and when the next one begins. */
export type Counted = { readonly used: number; readonly resetMs: number };

export interface RequestCounts {
  /** Counts one more, and waits for nobody. */
  count(name: string): Counted;
  stop(): void;
}

/** Names known at once, some 10 MB: who is forgotten begins anew. */
const NAMES = 50_000;
/** What was counted is told to the other nodes this often: so long they may let somebody have more than the limit. */
const SHARED_EVERY_MS = 100;
/** Told at once; Redis is busy for less than a millisecond with them. */
const BATCH = 500;

/** Adds what was counted here to what all have counted → for each name all of it, and how long its window lasts yet. */
const ADD = new RedisScript(`local window = ARGV[1]
local answers = {}
for at, key in ipairs(KEYS) do
  local used = redis.call('incrby', key, ARGV[at + 1])
  local left = redis.call('pttl', key)
  if left < 0 then
    redis.call('pexpire', key, window)
    left = window
  end
  answers[#answers + 1] = used
  answers[#answers + 1] = tonumber(left)
end
return answers`);

/** `here`: counted since the others were told. */
type Window = { used: number; here: number; endsMs: number };

/**
 * Counts in windows of equal length, which begin with what is counted first. With Redis, nodes tell each other what they counted, now and
 * then and without anybody waiting for it; while it is away each counts by itself.
 */
export async function openRequestCounts(options: {
  readonly redisUrl: string | undefined;
  readonly windowMs: number;
}): Promise<RequestCounts> {
  const redis = options.redisUrl === undefined ? undefined : await openRedis(options.redisUrl);
  redis?.on('error', () => {});
  return new SharedCounts(redis, options.windowMs);
}

class SharedCounts implements RequestCounts {
  readonly #redis: Redis | undefined;
  readonly #windowMs: number;
  readonly #windows = new LRUCache<string, Window>({ max: NAMES });
  readonly #untold = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(redis: Redis | undefined, windowMs: number) {
    this.#redis = redis;
    this.#windowMs = windowMs;
  }

  count(name: string): Counted {
    const nowMs = performance.now();
    let window = this.#windows.get(name);
    if (window === undefined || window.endsMs <= nowMs) {
      window = { used: 0, here: 0, endsMs: nowMs + this.#windowMs };
      this.#windows.set(name, window);
    }
    window.used += 1;
    window.here += 1;
    if (this.#redis !== undefined) {
      this.#untold.add(name);
      this.#timer ??= setTimeout(() => void this.#tell(), SHARED_EVERY_MS).unref();
    }
    return { used: window.used, resetMs: window.endsMs - nowMs };
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#redis?.disconnect();
  }

  async #tell(): Promise<void> {
    try {
      while (this.#untold.size > 0) await this.#share([...this.#untold].slice(0, BATCH));
    } catch {
      // Whether it was counted there is unknown. Told again it might be counted twice, and somebody refused for it.
      this.#untold.clear();
    }
    this.#timer = undefined;
  }

  async #share(names: readonly string[]): Promise<void> {
    const told = names.flatMap((name) => {
      this.#untold.delete(name);
      const window = this.#windows.peek(name);
      if (window === undefined || window.here === 0) return [];
      const { here } = window;
      window.here = 0;
      return [{ name, window, here }];
    });
    if (this.#redis === undefined || told.length === 0) return;
    const keys = told.map(({ name }) => `ready-auction:{requests}:${name}`);
    const counts = told.map(({ here }) => here);
    const answer = (await ADD.run(this.#redis, keys, [this.#windowMs, ...counts])) as number[];
    const nowMs = performance.now();
    for (const [index, { window }] of told.entries()) {
      const [used = 0, leftMs = 0] = answer.slice(2 * index, 2 * index + 2);
      // What Redis lost, or never heard of, was counted here all the same.
      window.used = Math.max(window.used, used + window.here);
      // Never later than before: a window that has just begun there is none of those that were counted here.
      window.endsMs = Math.min(window.endsMs, nowMs + leftMs);
    }
  }
}
