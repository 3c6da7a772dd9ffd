import type { AuctionBody, AuctionCard, OwnBidBody, Page, WinBody } from '../auction/api.ts';
import { eachItem, type PageRequest } from './pages.ts';
import type { Rest } from './rest.ts';

/** What the account signed in has listed, bid, won and liked; newest first. */
export class OwnAffairs {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  /** Auctions one sells. */
  auctions(request: PageRequest = {}): Promise<Page<AuctionBody>> {
    return this.#rest.call('GET', '/api/me/auctions', { query: request });
  }

  /** Every attempt of one's own, accepted or refused. */
  bids(request: PageRequest = {}): Promise<Page<OwnBidBody>> {
    return this.#rest.call('GET', '/api/me/bids', { query: request });
  }

  bidsAll(): AsyncGenerator<OwnBidBody, void, undefined> {
    return eachItem((request) => this.bids(request));
  }

  wins(request: PageRequest = {}): Promise<Page<WinBody>> {
    return this.#rest.call('GET', '/api/me/wins', { query: request });
  }

  winsAll(): AsyncGenerator<WinBody, void, undefined> {
    return eachItem((request) => this.wins(request));
  }

  /** Cards of what one likes, what was liked last first. */
  likes(request: PageRequest = {}): Promise<Page<AuctionCard>> {
    return this.#rest.call('GET', '/api/me/likes', { query: request });
  }

  likesAll(): AsyncGenerator<AuctionCard, void, undefined> {
    return eachItem((request) => this.likes(request));
  }
}
