import { randomUUID } from 'node:crypto';
import type { UserId } from '../../auction/auction.ts';
import { openChannel } from '../redis-channel.ts';

const CHANNEL = 'ready-auction:subscriptions';

export interface SubscriptionNews {
  /** Somebody's subscriptions were changed by this node: tells the others. */
  say(userId: UserId): void;
  /** Whom others say it of. */
  onSay(listener: (userId: UserId) => void): void;
  stop(): void;
}

/**
 * Tells other nodes whose subscriptions to look at again. Only that, and only over Redis: what is lost, and nodes without Redis, are found by
 * looking at everybody's now and then.
 */
export async function openSubscriptionNews(redisUrl: string | undefined): Promise<SubscriptionNews> {
  if (redisUrl === undefined) return { say() {}, onSay() {}, stop() {} };
  const me = randomUUID();
  const listeners = new Set<(userId: UserId) => void>();
  const channel = await openChannel(redisUrl, CHANNEL, (message) => {
    const [from, userId = ''] = message.split(' ');
    if (from === me) return;
    for (const each of listeners) each(userId);
  });
  return {
    say: (userId) => channel.say(`${me} ${userId}`),
    onSay: (each) => void listeners.add(each),
    stop() {
      listeners.clear();
      channel.stop();
    },
  };
}
