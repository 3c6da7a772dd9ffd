import type { Kysely } from 'kysely';
import type { AuctionId, UserId } from '../../auction/auction.ts';
import { type Overlay, withLikes } from '../catalogue/overlay.ts';
import type { DB } from '../schema.ts';
import { DirectLikes } from './direct-likes.ts';
import { flushLikes } from './flushing.ts';
import { Gatherer } from './gatherer.ts';
import type { LikeBuffer, SeenLike } from './like-buffer.ts';
import { LIKE_LIMITS } from './limits.ts';
import { lookAt } from './reading.ts';
import { RepeatedFlush } from './repeated-flush.ts';
import { SaidMeanwhile } from './said-meanwhile.ts';
import type { LikeResult, Likes, Unwritten, WantedLike } from './wanted.ts';

type Log = { warn(details: object, message: string): void };
type BufferedOptions = {
  readonly db: Kysely<DB>;
  readonly buffer: LikeBuffer;
  readonly log: Log;
  readonly flushEveryMs?: number;
};

const BUSY: LikeResult = { kind: 'refused', code: 'busy' };
const UNKNOWN: LikeResult = { kind: 'refused', code: 'no_such_auction' };

/**
 * With Redis: a like is acknowledged once Redis has it, counts at once on every node, and is written with many others. While Redis is away
 * likes are written past it, and told to it when it is back: it may hold what its people wanted before.
 */
export class BufferedLikes implements Likes {
  readonly #db: Kysely<DB>;
  readonly #buffer: LikeBuffer;
  readonly #log: Log;
  readonly #direct: DirectLikes;
  readonly #gathered: Gatherer<WantedLike, LikeResult>;
  readonly #meanwhile = new SaidMeanwhile();
  readonly #flushing: RepeatedFlush;
  #generation = '';
  #away = false;

  constructor({ db, buffer, log, flushEveryMs = LIKE_LIMITS.flushEveryMs }: BufferedOptions) {
    this.#db = db;
    this.#buffer = buffer;
    this.#log = log;
    this.#direct = new DirectLikes(db);
    // While one batch is with the database, the next may be with Redis.
    this.#gathered = new Gatherer((likes) => this.#note(likes), { ...LIKE_LIMITS, atOnce: 2 });
    this.#flushing = new RepeatedFlush((help) => this.#flush(help), flushEveryMs);
  }

  async want(like: WantedLike): Promise<LikeResult> {
    if (this.#away) return this.#past(like);
    return this.#gathered.offer(like) ?? BUSY;
  }

  async unwritten(auctionId: AuctionId, userId: UserId | undefined): Promise<Unwritten> {
    const unwritten = await this.#soon(() => this.#buffer.unwritten(auctionId, userId));
    return unwritten ?? { likes: undefined, liked: undefined };
  }

  readonly overlay: Overlay = async (found) => {
    const ids = found.map(({ id }) => id);
    const counts = ids.length === 0 ? [] : await this.#soon(() => this.#buffer.counts(ids));
    return found.map(({ card }, index) => {
      const likes = counts?.[index];
      return likes === undefined ? card : withLikes(card, likes);
    });
  };

  async settle(userId: UserId): Promise<void> {
    for (let attempt = 0; attempt < LIKE_LIMITS.settleAttempts; attempt++) {
      if (!(await this.#soon(() => this.#buffer.waits(userId)))) return;
      await this.#flushing.now();
    }
  }

  /** Writes what waits; resolves when that is done or was tried. */
  async flush(): Promise<void> {
    await this.#flushing.now();
  }

  /** What cannot be written now is with Redis, and another node's to write. */
  async stop(): Promise<void> {
    await this.#gathered.idle();
    await this.#flushing.stop();
    await this.#direct.stop();
    this.#buffer.close();
  }

  async #note(likes: readonly WantedLike[]): Promise<readonly LikeResult[]> {
    if (this.#away) return Promise.all(likes.map((like) => this.#past(like)));
    for (let attempt = 0; attempt < LIKE_LIMITS.lookAttempts; attempt++) {
      const generation = this.#generation;
      const { seen, places } = await this.#look(likes);
      try {
        const noted = await this.#buffer.note(generation, seen);
        this.#generation = noted.generation;
        if (noted.counts !== undefined) return places.map((place) => resultAt(noted.counts, place));
      } catch (error) {
        this.#lose(error);
        return Promise.all(likes.map((like) => this.#past(like)));
      }
    }
    return likes.map(() => BUSY);
  }

  /** Which of them are of auctions that exist, and where among those each like is. */
  async #look(likes: readonly WantedLike[]) {
    const looks = await lookAt(this.#db, likes);
    const seen: SeenLike[] = [];
    const places = likes.map((like, index) => {
      const before = looks[index];
      return before === undefined ? undefined : seen.push({ ...like, before }) - 1;
    });
    return { seen, places };
  }

  /** Past a Redis that is away. */
  async #past(like: WantedLike): Promise<LikeResult> {
    this.#meanwhile.say(like);
    return this.#direct.want(like);
  }

  async #flush(help: boolean): Promise<void> {
    try {
      if (this.#away) await this.#comeBack();
      await flushLikes(this.#db, this.#buffer, { help });
    } catch (error) {
      if (!this.#away) this.#log.warn({ err: error }, 'likes were not written; trying again');
    }
  }

  /** Tells Redis what was said while it was away; throws while it still is. */
  async #comeBack(): Promise<void> {
    for (let some = this.#meanwhile.first(); some.length > 0; some = this.#meanwhile.first()) {
      const generation = this.#generation;
      const { seen } = await this.#look(some);
      const noted = await this.#buffer.note(generation, seen, true);
      this.#generation = noted.generation;
      if (noted.counts !== undefined) this.#meanwhile.told(some);
    }
    // Nothing was awaited since the last look: whoever comes next finds Redis.
    this.#away = false;
  }

  #lose(error: unknown): void {
    if (!this.#away) this.#log.warn({ err: error }, 'Redis is away; likes go past it');
    this.#away = true;
  }

  /** What Redis says within a moment; undefined while it is away. */
  async #soon<T>(ask: () => Promise<T>): Promise<T | undefined> {
    if (this.#away) return undefined;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(resolve, LIKE_LIMITS.readWithinMs, undefined);
    try {
      return await Promise.race([ask().catch(() => undefined), promise]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function resultAt(
  counts: readonly (number | undefined)[] | undefined,
  place: number | undefined,
): LikeResult {
  if (place === undefined) return UNKNOWN;
  const likes = counts?.[place];
  return likes === undefined ? BUSY : { kind: 'noted', likes };
}
