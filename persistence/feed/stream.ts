import type { Redis } from 'ioredis';
import type { Kysely } from 'kysely';
import { openRedis } from '../redis.ts';
import type { DB } from '../schema.ts';
import { FEED_LIMITS } from './limits.ts';
import { eventsAfter, feedPosition } from './reading.ts';
import { append } from './redis-stream.ts';

type Log = { warn(details: object, message: string): void };

export interface EventStream {
  /** There are new events. Returns at once. */
  soon(): void;
  /** Resolves when the stream has everything numbered so far, or that was tried. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Keeps the stream in Redis up to date with the database. Every node does, each from where the stream is and not from where it left it
 * itself: so it does not matter which node died, was late, or that Redis has forgotten everything. Nobody waits for it.
 */
export async function openEventStream(
  db: Kysely<DB>,
  options: { readonly redisUrl: string; readonly log: Log; readonly keep?: number },
): Promise<EventStream> {
  const redis = await openRedis(options.redisUrl);
  redis.on('error', () => {});
  return new KeptStream(db, redis, options);
}

class KeptStream implements EventStream {
  readonly #db: Kysely<DB>;
  readonly #redis: Redis;
  readonly #log: Log;
  readonly #keep: number;
  readonly #looking: NodeJS.Timeout;
  /** Where the stream was when we saw it last; null: it had no entry. */
  #last: number | null = null;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  #failing = false;

  constructor(db: Kysely<DB>, redis: Redis, { log, keep }: { readonly log: Log; readonly keep?: number }) {
    this.#db = db;
    this.#redis = redis;
    this.#log = log;
    this.#keep = keep ?? FEED_LIMITS.streamLength;
    this.#looking = setInterval(() => this.soon(), FEED_LIMITS.lookMs);
  }

  soon(): void {
    if (!this.#stopped) void this.flush();
  }

  flush(): Promise<void> {
    // Who comes while it runs may have something that it does not see any more.
    this.#again = true;
    this.#running ??= this.#run();
    return this.#running;
  }

  /** What cannot be appended any more is another node's to append, or the next start's. */
  async stop(): Promise<void> {
    clearInterval(this.#looking);
    this.#stopped = true;
    await this.flush();
    this.#redis.disconnect();
  }

  async #run(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      try {
        await this.#catchUp();
        this.#failing = false;
      } catch (error) {
        // Once, and not every second for as long as Redis is away.
        if (!this.#failing) this.#log.warn({ err: error }, 'the stream in Redis is behind; trying again');
        this.#failing = true;
      }
    }
    this.#running = undefined;
  }

  async #catchUp(): Promise<void> {
    for (;;) {
      const after = this.#last ?? (await this.#beginning());
      const events = await eventsAfter(this.#db, after, FEED_LIMITS.streamEvents);
      const last = await append(this.#redis, this.#last, events, this.#keep);
      if (last === this.#last) return;
      if (last !== (events.at(-1)?.position ?? null)) await this.#compare(last);
      this.#last = last;
    }
  }

  /** Where to go on when the stream has nothing: not with more than it would keep. */
  async #beginning(): Promise<number> {
    const { head, eventsGone } = await feedPosition(this.#db);
    return Math.max(eventsGone, head - this.#keep);
  }

  /** Another node was faster, and then the database is at least as far. */
  async #compare(last: number | null): Promise<void> {
    const { head } = await feedPosition(this.#db);
    if (last === null || last <= head) return;
    this.#log.warn(
      { last, head },
      'the stream in Redis is ahead of the database: it is of another house, or the database was restored; delete the key ready-auction:events to begin it anew',
    );
  }
}
