import type { Kysely } from 'kysely';
import type { DB } from '../schema.ts';
import { tellEndings } from './endings.ts';
import { FEED_LIMITS } from './limits.ts';
import { deleteOld, type Kept } from './retention.ts';

type Log = { warn(details: object, message: string): void };

export type FeedUpkeep = {
  /** Waits for what is being done just now. */
  stop(): Promise<void>;
};

/** What nobody's request does for the feed: ends that come near are told, what is old is deleted. Every node does both. */
export function startFeedUpkeep(
  db: Kysely<DB>,
  options: Kept & {
    /** 0: ends are not told. */
    readonly endingSoonMs: number;
    /** Called when something was told. */
    readonly told: () => void;
    readonly log: Log;
  },
): FeedUpkeep {
  const { endingSoonMs, told, log } = options;
  let stopped = false;

  const endings = async () => {
    let count: number;
    do {
      count = await tellEndings(db, endingSoonMs);
      if (count > 0) told();
    } while (count === FEED_LIMITS.endingsAtOnce && !stopped);
  };
  const retention = () => deleteOld(db, options, { goOn: () => !stopped });

  const { retentionEveryMs, retentionFirstMs } = FEED_LIMITS;
  const lookMs = Math.max(FEED_LIMITS.endingsLookMs, endingSoonMs / FEED_LIMITS.endingsLooks);
  const works = [
    repeated(retention, { firstMs: retentionFirstMs, everyMs: retentionEveryMs }, (error) =>
      log.warn({ err: error }, 'what is old was not deleted; trying again later'),
    ),
  ];
  if (endingSoonMs > 0) {
    works.push(
      repeated(endings, { firstMs: FEED_LIMITS.endingsLookMs, everyMs: lookMs }, (error) =>
        log.warn({ err: error }, 'ends that are near were not told; trying again'),
      ),
    );
  }
  return {
    async stop() {
      stopped = true;
      await Promise.all(works.map((stop) => stop()));
    },
  };
}

/** Does it again so long after it was done; returns how to stop that. */
function repeated(
  work: () => Promise<unknown>,
  { firstMs, everyMs }: { readonly firstMs: number; readonly everyMs: number },
  failed: (error: unknown) => void,
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let working: Promise<void> = Promise.resolve();
  const workIn = (ms: number) => {
    timer = setTimeout(() => {
      working = work()
        .then(() => undefined, failed)
        .finally(() => {
          if (!stopped) workIn(everyMs);
        });
    }, ms);
  };
  workIn(firstMs);
  return () => {
    stopped = true;
    clearTimeout(timer);
    return working;
  };
}
