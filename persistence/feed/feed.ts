import type { Kysely } from 'kysely';
import type { NoticeChannels } from '../alerts/queueing.ts';
import type { DB } from '../schema.ts';
import { openFeedPublisher } from './publisher.ts';
import { openEventStream } from './stream.ts';
import { openWakeUps } from './wake-ups.ts';

type Log = { warn(details: object, message: string): void };

export interface Feed {
  /** Something was committed that is to be told. Returns at once. */
  soon(): void;
  /** Resolves when everything committed so far is numbered, or was tried. */
  flush(): Promise<void>;
  /** Called when there may be something new, from whichever node; returns how to listen no more. Who must not miss anything also looks now and then. */
  onNews(listener: () => void): () => void;
  stop(): Promise<void>;
}

export async function openFeed(
  db: Kysely<DB>,
  options: { readonly redisUrl: string | undefined; readonly channels: NoticeChannels; readonly log: Log },
): Promise<Feed> {
  const { redisUrl, log } = options;
  const wakeUps = await openWakeUps(redisUrl);
  // For other systems; this house itself never reads it.
  const stream = redisUrl === undefined ? undefined : await openEventStream(db, { redisUrl, log });
  const publisher = openFeedPublisher(db, {
    ...options,
    published: () => {
      wakeUps.wake();
      stream?.soon();
    },
  });
  return {
    soon: publisher.soon,
    flush: publisher.flush,
    onNews: (listener) => wakeUps.onWake(listener),
    async stop() {
      await publisher.stop();
      await stream?.stop();
      wakeUps.stop();
    },
  };
}
