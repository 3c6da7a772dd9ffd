import type { RecommendationsBody } from '../auction/recommendations.ts';
import { type AlertOptions, alertSettings } from './alert-events.ts';
import { Alerts } from './alerts.ts';
import { Auctions } from './auctions.ts';
import { Auth } from './auth.ts';
import { Images } from './images.ts';
import { LiveAuction } from './live-auction.ts';
import { type LiveOptions, liveSettings } from './live-events.ts';
import { Notices } from './notices.ts';
import { OwnAffairs } from './own-affairs.ts';
import { Rest } from './rest.ts';
import { memoryStorage, type TokenStorage } from './token-storage.ts';
import { Wallet } from './wallet.ts';

export type ReadyAuctionOptions = {
  /** A bearer token from an earlier sign-in; put into the storage. */
  readonly token?: string;
  /** Where the bearer token is kept: `localStorage`, say. Default: in memory. */
  readonly storage?: TokenStorage;
  readonly fetch?: typeof globalThis.fetch;
  /** Defaults for every `join`. */
  readonly live?: LiveOptions;
};

/** A house and this account's dealings with it. Holds no connection by itself: each joined auction has its own. */
export class ReadyAuction {
  readonly auth: Auth;
  readonly wallet: Wallet;
  readonly auctions: Auctions;
  readonly images: Images;
  readonly me: OwnAffairs;
  readonly notices: Notices;
  readonly #rest: Rest;
  readonly #live: LiveOptions;

  /** `url` is where the server is: `https://house.example`, or `location.href` with a path the server is mounted at. */
  constructor(url: string | URL, options: ReadyAuctionOptions = {}) {
    this.#rest = new Rest({
      url: new URL(url),
      storage: options.storage ?? memoryStorage(),
      // Called as a plain function: browsers refuse a `fetch` that is called as a method of something else.
      fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    });
    if (options.token !== undefined) this.#rest.token = options.token;
    this.#live = options.live ?? {};
    this.auth = new Auth(this.#rest);
    this.wallet = new Wallet(this.#rest);
    this.auctions = new Auctions(this.#rest);
    this.images = new Images(this.#rest);
    this.me = new OwnAffairs(this.#rest);
    this.notices = new Notices(this.#rest);
  }

  /** The bearer token, to be carried to another process; null when not signed in. */
  get token(): string | null {
    return this.#rest.token;
  }

  /**
   * Joins an auction and resolves once its view, one's own standing and the house's time are known. Rejects with `ApiFailure`
   * (404 `no_such_auction`, 401) at once, or with `ConnectionFailure` when it has not succeeded within `joinDeadlineMs`.
   * Without a token one joins as a spectator, who sees everything and cannot bid.
   */
  join(auctionId: string, options: LiveOptions = {}): Promise<LiveAuction> {
    return LiveAuction.join(this.#rest, auctionId, liveSettings(this.#live, options));
  }

  /**
   * What happens to the auctions that one sells, bids on or subscribes to: `for await (const alert of house.alerts())`, or
   * `house.alerts().on('outbid', …)`. One stream tells of all of them. Give the `lastId` of one before as `after` to go on after it.
   */
  alerts(options: AlertOptions = {}): Alerts {
    return new Alerts(this.#rest, alertSettings(options));
  }

  /** What the account signed in may like, each with the reason; without a token, what everybody bids on. */
  recommendations({ limit }: { readonly limit?: number } = {}): Promise<RecommendationsBody> {
    return this.#rest.call('GET', '/api/recommendations', { query: { limit } });
  }
}

/** The same as `new ReadyAuction(url, options)`. */
export const connect = (url: string | URL, options?: ReadyAuctionOptions): ReadyAuction =>
  new ReadyAuction(url, options);
