import type { Redis } from 'ioredis';
import { openRedis } from './redis.ts';

/** How often a listener makes sure that it is heard: whoever only listens never notices that nobody speaks any more. */
const LISTENING_MS = 2_000;

export interface RedisChannel {
  /** Said to everybody who listens, this process included; lost while Redis is away. */
  say(text: string): void;
  stop(): void;
}

/** A channel of Redis, listened to again by itself after Redis was away. */
export async function openChannel(
  url: string,
  name: string,
  heard: (text: string) => void,
): Promise<RedisChannel> {
  const speaker = await openRedis(url);
  // A connection that listens can say nothing. ioredis' own way to listen again leaves its failures to nobody, which ends a process.
  const listener = await openRedis(url, { autoResubscribe: false });
  for (const redis of [speaker, listener]) redis.on('error', () => {});
  listener.on('message', (_channel, text: string) => heard(text));
  await listener.subscribe(name);
  const again = () => void listenAgain(listener, name);
  listener.on('ready', again);
  const listening = setInterval(again, LISTENING_MS);
  return {
    say: (text) => void speaker.publish(name, text).catch(() => {}),
    stop() {
      clearInterval(listening);
      speaker.disconnect();
      listener.disconnect();
    },
  };
}

/** Changes nothing where it is heard; a connection that does not answer is given up for a new one. */
async function listenAgain(listener: Redis, name: string): Promise<void> {
  if (listener.status !== 'ready') return;
  try {
    await listener.subscribe(name);
  } catch {
    listener.disconnect(true);
  }
}
