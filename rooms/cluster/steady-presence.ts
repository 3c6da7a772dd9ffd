import { RedisPresence } from '@colyseus/redis-presence';
import { ROOM_LIMITS } from '../limits.ts';
import type { Log } from '../ports.ts';
import type { RedisConnection } from './redis-connection.ts';

type Heard = Parameters<RedisPresence['subscribe']>[1];

/**
 * How nodes talk through Redis. Colyseus says much of it without waiting for an answer; while Redis is away, each of those would be an
 * unhandled rejection, which ends a process whose rooms need no Redis. What is not said is said again or found out by its absence: loads
 * are told every minute, a question without an answer times out, a listing is repeated.
 */
export class SteadyPresence extends RedisPresence {
  readonly #log: Log;
  readonly #listening: NodeJS.Timeout;

  constructor(redis: RedisConnection, log: Log) {
    super(redis);
    this.#log = log;
    // ioredis would subscribe again by itself and let nobody know when that fails, which ends a process as well.
    if ('autoResubscribe' in this.sub.options) {
      this.sub.options.autoResubscribe = false;
      // Colyseus leaves this out, because an answer would not come while topics are heard; we ask for topics only when it is ready. Without
      // it, one who is connected to what is not Redis yet takes that for ready, and never connects again.
      this.sub.options.enableReadyCheck = true;
    }
    this.#listening = setInterval(() => void this.#listen(), ROOM_LIMITS.listeningMs);
  }

  /**
   * Whoever only listens never notices that nobody speaks any more. So the topics are asked for again and again, which changes nothing where
   * they are heard; a connection that does not answer is given up for a new one.
   */
  async #listen(): Promise<void> {
    const topics = this.subscriptions.eventNames().filter((topic) => typeof topic === 'string');
    if (topics.length === 0 || this.sub.status !== 'ready') return;
    try {
      await (this.sub as RedisConnection).subscribe(...topics);
    } catch (error) {
      this.#log.info({ err: error }, 'Redis does not answer the one who listens; connecting again');
      this.sub.disconnect(true);
    }
  }

  protected override resubscribeAll(): void {
    void this.#listen();
  }

  override async subscribe(topic: string, callback: Heard): Promise<this> {
    // What is wanted is remembered before it is asked for, and asked for again when Redis is back.
    await this.#tried(super.subscribe(topic, callback));
    return this;
  }

  override async unsubscribe(topic: string, callback?: Heard): Promise<this> {
    await this.#tried(super.unsubscribe(topic, callback));
    return this;
  }

  override async publish(topic: string, data: unknown): Promise<void> {
    await this.#tried(super.publish(topic, data));
  }

  override async hset(key: string, field: string, value: string): Promise<boolean> {
    return (await this.#tried(super.hset(key, field, value))) ?? false;
  }

  override async hdel(key: string, field: string): Promise<boolean> {
    return (await this.#tried(super.hdel(key, field))) ?? false;
  }

  /** At once, also when nobody is there to say goodbye to. */
  override shutdown(): void {
    clearInterval(this.#listening);
    this.sub.disconnect();
    this.pub.disconnect();
  }

  async #tried<T>(saying: Promise<T>): Promise<T | undefined> {
    try {
      return await saying;
    } catch (error) {
      this.#log.info({ err: error }, 'Redis did not take what Colyseus said');
      return undefined;
    }
  }
}
