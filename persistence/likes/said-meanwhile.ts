import { LIKE_LIMITS } from './limits.ts';
import type { WantedLike } from './wanted.ts';

/** The last that was said of each auction by each person while Redis was away; the oldest are forgotten where that is too much. */
export class SaidMeanwhile {
  readonly #said = new Map<string, WantedLike>();

  say(like: WantedLike): void {
    const name = nameOf(like);
    this.#said.delete(name);
    this.#said.set(name, like);
    if (this.#said.size <= LIKE_LIMITS.remembered) return;
    for (const oldest of this.#said.keys()) {
      this.#said.delete(oldest);
      return;
    }
  }

  first(): WantedLike[] {
    const some: WantedLike[] = [];
    for (const like of this.#said.values()) if (some.push(like) >= LIKE_LIMITS.batch) break;
    return some;
  }

  /** Unless something else was said meanwhile. */
  told(likes: readonly WantedLike[]): void {
    for (const like of likes) if (this.#said.get(nameOf(like)) === like) this.#said.delete(nameOf(like));
  }
}

const nameOf = ({ auctionId, userId }: WantedLike) => `${auctionId} ${userId}`;
