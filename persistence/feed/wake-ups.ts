import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { openRedis } from '../redis.ts';

const CHANNEL = 'ready-auction:feed';

export interface WakeUps {
  /** There is something new in the feed: tells everybody who listens, on all nodes. */
  wake(): void;
  /** Returns how to listen no more. */
  onWake(listener: () => void): () => void;
  stop(): void;
}

/**
 * Tells nodes to look at the feed. Only that: what is new stands in the database, so a message that is lost costs whoever looks by
 * themselves now and then nothing but that time.
 */
export async function openWakeUps(redisUrl: string | undefined): Promise<WakeUps> {
  const listeners = new Set<() => void>();
  const wakeHere = () => {
    for (const listener of listeners) listener();
  };
  const others = redisUrl === undefined ? undefined : await overRedis(redisUrl, wakeHere);
  return {
    wake() {
      wakeHere();
      others?.wake();
    },
    onWake(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      listeners.clear();
      others?.stop();
    },
  };
}

async function overRedis(url: string, woken: () => void) {
  const me = randomUUID();
  const speaker = await openRedis(url);
  // A connection that listens can say nothing; ioredis listens again by itself after it was away.
  const listener: Redis = await openRedis(url);
  for (const redis of [speaker, listener]) redis.on('error', () => {});
  listener.on('message', (_channel, from: string) => {
    if (from !== me) woken();
  });
  await listener.subscribe(CHANNEL);
  return {
    wake: () => void speaker.publish(CHANNEL, me).catch(() => {}),
    stop: () => {
      speaker.disconnect();
      listener.disconnect();
    },
  };
}
