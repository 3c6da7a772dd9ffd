import type { Kysely } from 'kysely';
import type { DB } from '../schema.ts';
import { Gatherer } from './gatherer.ts';
import { LIKE_LIMITS } from './limits.ts';
import type { LikeResult, Likes, WantedLike } from './wanted.ts';
import { type LikeCounts, writeLikes } from './writing.ts';

const KNOWN = { likes: undefined, liked: undefined };

/** Without Redis: likes that come at the same time share a commit, and are acknowledged after it. Nothing can be lost. */
export class DirectLikes implements Likes {
  readonly overlay = undefined;
  readonly #gathered: Gatherer<WantedLike, LikeResult>;

  constructor(db: Kysely<DB>) {
    this.#gathered = new Gatherer((likes) => writeTogether(db, likes), { ...LIKE_LIMITS, atOnce: 1 });
  }

  async want(like: WantedLike): Promise<LikeResult> {
    return this.#gathered.offer(like) ?? { kind: 'refused', code: 'busy' };
  }

  async unwritten() {
    return KNOWN;
  }

  async settle() {}

  async stop(): Promise<void> {
    await this.#gathered.idle();
  }
}

async function writeTogether(db: Kysely<DB>, likes: readonly WantedLike[]): Promise<LikeResult[]> {
  const counts = await persistently(() => writeLikes(db, likes));
  return likes.map(({ auctionId }): LikeResult => {
    const count = counts?.get(auctionId);
    return count === undefined
      ? { kind: 'refused', code: 'no_such_auction' }
      : { kind: 'noted', likes: count };
  });
}

/** A transaction that failed may be repeated, even where it was committed after all. */
async function persistently(write: () => Promise<LikeCounts | undefined>): Promise<LikeCounts | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      if (attempt >= LIKE_LIMITS.writeAttempts) throw error;
    }
  }
}
