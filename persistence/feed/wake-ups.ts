import { randomUUID } from 'node:crypto';
import { openChannel } from '../redis-channel.ts';

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
  const me = randomUUID();
  const channel =
    redisUrl === undefined
      ? undefined
      : await openChannel(redisUrl, CHANNEL, (from) => {
          if (from !== me) wakeHere();
        });
  return {
    wake() {
      wakeHere();
      channel?.say(me);
    },
    onWake(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      listeners.clear();
      channel?.stop();
    },
  };
}
