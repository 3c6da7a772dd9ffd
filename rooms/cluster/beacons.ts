import { matchMaker } from '@colyseus/core';
import { ROOM_LIMITS } from '../limits.ts';
import type { Log } from '../ports.ts';
import type { RedisConnection } from './redis-connection.ts';

/** Until when each process counts as alive, in milliseconds of Redis' clock: those of the nodes may differ by minutes. */
export const BEACONS = 'ready-auction:beacons';
/** Whoever was out for so long is forgotten. */
const FORGET_MS = 60_000;

/** Lua: what time it is. */
export const NOW = `local time = redis.call('time') local now = time[1] * 1000 + math.floor(time[2] / 1000) `;
/** Lua: whether a process is alive; `beacons` is a key. */
export const IS_LIT = `${NOW} local function isLit(beacons, process)
  local untilMs = redis.call('zscore', beacons, process) return untilMs and tonumber(untilMs) > now end `;

/** KEYS: beacons; ARGV: process, for how long. */
const LIGHT = `${NOW}
  redis.call('zremrangebyscore', KEYS[1], '-inf', now - ${FORGET_MS})
  return redis.call('zadd', KEYS[1], now + ARGV[2], ARGV[1])`;
const LIT = `${NOW} return redis.call('zrangebyscore', KEYS[1], '(' .. now, '+inf')`;

/**
 * Which processes are alive, as everybody can see in Redis. A process that was killed, stopped or cut off lets its beacon go out within a
 * second, and what it listed is free for others from then on. Wrong guesses harm nobody: the epoch decides who owns an auction.
 */
export class Beacons {
  readonly #redis: RedisConnection;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;
  /** When it was lit last, by the steady clock of this process. */
  #litAtMs = Number.NEGATIVE_INFINITY;

  constructor(redis: RedisConnection, log: Log) {
    this.#redis = redis;
    this.#log = log;
  }

  /** Lights our own, and keeps it alight. */
  async start(): Promise<void> {
    await this.#light();
    this.#timer = setInterval(() => void this.#keepAlight(), ROOM_LIMITS.beaconEveryMs);
  }

  /** Whether others can see that this process is alive, and so Redis is there. */
  get isSeen(): boolean {
    return performance.now() - this.#litAtMs < ROOM_LIMITS.beaconMs;
  }

  async #light(): Promise<void> {
    await this.#redis.eval(LIGHT, 1, BEACONS, matchMaker.processId, ROOM_LIMITS.beaconMs);
    this.#litAtMs = performance.now();
  }

  async #keepAlight(): Promise<void> {
    const wasSeen = this.isSeen;
    await this.#light().catch((error: unknown) => {
      // Said once, not four times a second.
      if (wasSeen && !this.isSeen)
        this.#log.warn({ err: error }, 'others cannot see this node: Redis is away');
    });
  }

  async lit(): Promise<ReadonlySet<string>> {
    return new Set((await this.#redis.eval(LIT, 1, BEACONS)) as string[]);
  }

  /** Puts ours out: nobody is sent here from now on. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#redis.zrem(BEACONS, matchMaker.processId).catch(() => {});
  }
}
