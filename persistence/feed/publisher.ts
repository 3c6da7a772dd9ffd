import type { Kysely } from 'kysely';
import type { NoticeChannels } from '../alerts/queueing.ts';
import type { DB } from '../schema.ts';
import { FEED_LIMITS } from './limits.ts';
import { numberWaiting } from './numbering.ts';

type Log = { warn(details: object, message: string): void };

/**
 * Numbers the feed in the background. A commit only says that there is news; bids wait for nothing. Every node looks now and then whether
 * a node that died, or one that could not, has left something.
 */
export function openFeedPublisher(
  db: Kysely<DB>,
  options: { readonly channels: NoticeChannels; readonly log: Log; readonly published: () => void },
) {
  const { channels, log, published } = options;
  let timer: NodeJS.Timeout | undefined;
  let numbering: Promise<void> = Promise.resolve();

  const soon = () => {
    timer ??= setTimeout(() => void flush(), FEED_LIMITS.gatherMs);
  };

  /** Resolves when everything told so far is numbered, or was tried. */
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    numbering = numbering.then(number);
    return numbering;
  };

  /** One, after a failure: many at once may be too much for the time that a statement has, such as ends that thousands wait for. */
  let most: number = FEED_LIMITS.batchesAtOnce;

  const number = async () => {
    try {
      for (;;) {
        const batches = await numberWaiting(db, channels, most);
        if (batches > 0) published();
        if (batches < most) break;
        most = Math.min(most * 2, FEED_LIMITS.batchesAtOnce);
      }
    } catch (error) {
      most = 1;
      log.warn({ err: error }, 'the feed was not numbered; trying again');
    }
  };

  const looking = setInterval(() => void flush(), FEED_LIMITS.lookMs);

  return {
    /** Something was committed. */
    soon,
    flush,
    async stop(): Promise<void> {
      clearInterval(looking);
      await flush();
    },
  };
}
