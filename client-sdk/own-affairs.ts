import type { AuctionBody, AuctionCard, OwnBidBody, Page, WinBody } from '../auction/api.ts';
import type {
  ReadMark,
  ReadMarkBody,
  StoredAlert,
  StoredAlertsPage,
  SubscriptionBody,
} from '../auction/api-alerts.ts';
import { eachItem, type PageRequest } from './pages.ts';
import type { Rest } from './rest.ts';

/** Which alerts: all that are kept, or those not read yet. */
export type StoredAlertsRequest = PageRequest & { readonly unread?: boolean };

/** What the account signed in has listed, bid, won, liked and been told; newest first. */
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

  /** Auctions one is told of. */
  subscriptions(request: PageRequest = {}): Promise<Page<SubscriptionBody>> {
    return this.#rest.call('GET', '/api/me/subscriptions', { query: request });
  }

  subscriptionsAll(): AsyncGenerator<SubscriptionBody, void, undefined> {
    return eachItem((request) => this.subscriptions(request));
  }

  /** Alerts that were kept, for whoever was away; `house.alerts()` tells them as they come. */
  alerts(request: StoredAlertsRequest = {}): Promise<StoredAlertsPage> {
    return this.#rest.call('GET', '/api/me/alerts', { query: { ...request } });
  }

  alertsAll({
    unread = false,
  }: {
    readonly unread?: boolean;
  } = {}): AsyncGenerator<StoredAlert, void, undefined> {
    return eachItem((request) => this.alerts({ ...request, unread }));
  }

  /** Everything up to the alert with this id was read. Never takes back what was read before. */
  markAlertsRead(upTo: string): Promise<ReadMarkBody> {
    const body: ReadMark = { upTo };
    return this.#rest.call('PUT', '/api/me/alerts/read', { body });
  }
}
