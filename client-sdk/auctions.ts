import type {
  AuctionBody,
  AuctionCard,
  BidRequest,
  CataloguePage,
  CatalogueQuery,
  CategoryBody,
  LikeBody,
  ListingRequest,
  Page,
  PopularBody,
  PublicBidBody,
} from '../auction/api.ts';
import type { SubscriptionState } from '../auction/api-alerts.ts';
import type { BidOutcome } from '../auction/protocol.ts';
import { eachItem, type PageRequest } from './pages.ts';
import type { Rest } from './rest.ts';

/** The house's auctions over REST. Everything rejects with `ApiFailure` or `ConnectionFailure`. */
export class Auctions {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  /** Lists an item. Times are ISO 8601, amounts whole points. */
  create(listing: ListingRequest): Promise<AuctionBody> {
    return this.#rest.call('POST', '/api/auctions', { body: listing });
  }

  /** One page of what fits; `{ q: '시계', state: ['live'], sort: 'ending' }`, say. Go on with its `nextCursor` under the same query. */
  list(request: CatalogueQuery & PageRequest = {}): Promise<CataloguePage> {
    return this.#rest.call('GET', '/api/auctions', { query: { ...request } });
  }

  /** All that fits, page by page as it is wanted; `limit` is the size of a page. */
  listAll({
    limit,
    ...query
  }: CatalogueQuery & { readonly limit?: number } = {}): AsyncGenerator<AuctionCard, void, undefined> {
    return eachItem((request) => this.list({ ...query, ...request }), limit);
  }

  /** Live auctions that people like oneself bid on most; without a token, that everybody does. */
  popular({ limit }: { readonly limit?: number } = {}): Promise<PopularBody> {
    return this.#rest.call('GET', '/api/auctions/popular', { query: { limit } });
  }

  async categories(): Promise<readonly CategoryBody[]> {
    const { items } = await this.#rest.call<{ items: readonly CategoryBody[] }>('GET', '/api/categories');
    return items;
  }

  get(auctionId: string): Promise<AuctionBody> {
    return this.#rest.call('GET', pathOf(auctionId));
  }

  /** Changes any part of a listing; only its seller, only before the start. */
  edit(auctionId: string, part: Partial<ListingRequest>): Promise<AuctionBody> {
    return this.#rest.call('PATCH', pathOf(auctionId), { body: part });
  }

  /** Takes a listing back; only its seller, only before the start. */
  async withdraw(auctionId: string): Promise<void> {
    await this.#rest.call('DELETE', pathOf(auctionId));
  }

  /** Calls an auction off and releases every hold; only admins. */
  async cancel(auctionId: string): Promise<void> {
    await this.#rest.call('POST', `${pathOf(auctionId)}/cancel`, { body: {} });
  }

  /** Likes an auction; once per person, however often it is said. Answers with the likes that everybody sees now. */
  like(auctionId: string): Promise<LikeBody> {
    return this.#rest.call('PUT', `${pathOf(auctionId)}/like`);
  }

  /** Takes one's like back. */
  unlike(auctionId: string): Promise<LikeBody> {
    return this.#rest.call('DELETE', `${pathOf(auctionId)}/like`);
  }

  /** Asks for alerts about an auction. Its seller and its bidders get them without asking, unless they said no. */
  subscribe(auctionId: string): Promise<SubscriptionState> {
    return this.#rest.call('PUT', `${pathOf(auctionId)}/subscription`);
  }

  /** No alerts about an auction, whatever one does there; `subscribe` undoes it. */
  unsubscribe(auctionId: string): Promise<SubscriptionState> {
    return this.#rest.call('DELETE', `${pathOf(auctionId)}/subscription`);
  }

  /** Accepted bids as everybody may see them, newest first. */
  bids(auctionId: string, request: PageRequest = {}): Promise<Page<PublicBidBody>> {
    return this.#rest.call('GET', `${pathOf(auctionId)}/bids`, { query: request });
  }

  /**
   * Bids without joining. A refusal is an outcome, not an exception. After a `ConnectionFailure` or a transient refusal call it
   * again with the same `bidId`: it never counts twice.
   */
  bid(auctionId: string, bid: BidRequest): Promise<BidOutcome> {
    return this.#rest.call('POST', `${pathOf(auctionId)}/bids`, { body: bid, answerIn: outcomeIn });
  }
}

const pathOf = (auctionId: string) => `/api/auctions/${encodeURIComponent(auctionId)}`;

/** A refusal comes as an error with the whole outcome in it. */
const outcomeIn = (errorBody: unknown): unknown =>
  typeof errorBody === 'object' && errorBody !== null && 'outcome' in errorBody
    ? errorBody.outcome
    : undefined;
