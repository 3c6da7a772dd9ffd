import { LRUCache } from 'lru-cache';
import type { AuctionId } from '../../auction/auction.ts';
import { STREAM_LIMITS } from './limits.ts';

type Lookup = (auctionIds: readonly AuctionId[]) => Promise<ReadonlyMap<AuctionId, string>>;

/** Titles of auctions that are bid on. Those have started, so their titles do not change any more. */
export class Titles {
  readonly #known = new LRUCache<AuctionId, string>({ max: STREAM_LIMITS.titles });
  readonly #lookUp: Lookup;

  constructor(lookUp: Lookup) {
    this.#lookUp = lookUp;
  }

  /** Of these auctions; one that is gone has none. */
  async of(auctionIds: Iterable<AuctionId>): Promise<ReadonlyMap<AuctionId, string>> {
    const titles = new Map<AuctionId, string>();
    const unknown: AuctionId[] = [];
    for (const auctionId of auctionIds) {
      const title = this.#known.get(auctionId);
      if (title === undefined) unknown.push(auctionId);
      else titles.set(auctionId, title);
    }
    if (unknown.length === 0) return titles;
    for (const [auctionId, title] of await this.#lookUp(unknown)) {
      this.#known.set(auctionId, title);
      titles.set(auctionId, title);
    }
    return titles;
  }
}
