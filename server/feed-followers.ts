import type { Feed } from '../persistence/feed/feed.ts';

type Bounds = {
  /** Inside at once. */
  readonly most: number;
  /** How often somebody looks without having been told to. */
  readonly lookMs: number;
};

/** Those who follow the feed and wait where there is nothing yet: so many at once, no longer than they want to, and not when the server goes. */
export class FeedFollowers {
  readonly #feed: Pick<Feed, 'onNews'>;
  readonly #bounds: Bounds;
  /** How to end the waiting of each who is inside. */
  readonly #ends = new Set<() => void>();
  #closed = false;

  constructor(feed: Pick<Feed, 'onNews'>, bounds: Bounds) {
    this.#feed = feed;
    this.#bounds = bounds;
  }

  /** The first answer that is not `nothing`, or the last one when the time is up; undefined when there are too many inside. */
  async follow<T>(
    look: () => Promise<T>,
    nothing: (answer: T) => boolean,
    { waitMs, left }: { readonly waitMs: number; readonly left: AbortSignal },
  ): Promise<T | undefined> {
    if (this.#ends.size >= this.#bounds.most) return undefined;
    let over = waitMs === 0 || left.aborted || this.#closed;
    // Made before each look, so that news which comes during it is not missed.
    let rung = Promise.withResolvers<void>();
    const end = () => {
      over = true;
      rung.resolve();
    };
    this.#ends.add(end);
    left.addEventListener('abort', end);
    const waiting = setTimeout(end, waitMs);
    const unlisten = this.#feed.onNews(() => rung.resolve());
    try {
      for (;;) {
        rung = Promise.withResolvers();
        const answer = await look();
        if (over || !nothing(answer)) return answer;
        const looking = setTimeout(rung.resolve, this.#bounds.lookMs);
        await rung.promise;
        clearTimeout(looking);
      }
    } finally {
      clearTimeout(waiting);
      unlisten();
      left.removeEventListener('abort', end);
      this.#ends.delete(end);
    }
  }

  /** Whoever waits is answered now. */
  close(): void {
    this.#closed = true;
    for (const end of this.#ends) end();
  }
}
