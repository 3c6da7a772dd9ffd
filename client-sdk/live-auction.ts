import type { AuctionView, BidMessage, BidOutcome, Standing } from '../auction/protocol.ts';
import { AuctionNews } from './auction-news.ts';
import { Connection } from './connection.ts';
import { BidUndecided, ConnectionFailure, LeftAuction } from './failures.ts';
import { HouseClock } from './house-clock.ts';
import { newId } from './identifiers.ts';
import type { ConnectionChange, LiveEvents, LiveOptions } from './live-events.ts';
import { localRefusal } from './local-refusal.ts';
import { PendingBids } from './pending-bids.ts';
import type { Rest } from './rest.ts';
import type { ServerMessage } from './room-socket.ts';
import { type Arrival, isOver } from './view-changes.ts';

/** Bids waiting for their outcome, per auction: more than a person makes, few enough to resend in one go. */
const PENDING_LIMIT = 64;

/** A UUID of your own makes a bid repeatable across pages and processes: the same id always gets the same outcome. */
export type BidOptions = { readonly bidId?: string };

/** `points` is the price you agreed to; default: the one shown now. It must be given along with a `bidId`. */
export type BuyNowOptions =
  | { readonly points?: number; readonly bidId?: never }
  | { readonly points: number; readonly bidId: string };

/** One auction, watched live. Made by `ReadyAuction.join`; stays joined through every break until `leave`. */
export class LiveAuction implements AsyncDisposable {
  readonly auctionId: string;
  /** The house's time. */
  readonly clock: Pick<HouseClock, 'nowMs' | 'uncertaintyMs'>;

  readonly #news = new AuctionNews();
  readonly #pending: PendingBids;
  readonly #connection: Connection;
  readonly #arrived = Promise.withResolvers<void>();
  #change: ConnectionChange = {
    state: 'reconnecting',
    failure: new Error('Joining.'),
    attempt: 0,
    waitMs: 0,
  };
  #leaving: Promise<void> | null = null;

  private constructor(rest: Rest, auctionId: string, options: Required<LiveOptions>) {
    this.auctionId = auctionId;
    const clock = new HouseClock();
    this.clock = clock;
    this.#pending = new PendingBids({
      auctionId,
      limit: PENDING_LIMIT,
      deadlineMs: options.bidDeadlineMs,
      perSecond: options.maxBidsPerSecond,
      send: (bid) => this.#connection.bid(bid),
    });
    this.#connection = new Connection(
      { rest, auctionId, clock, ...options },
      {
        joined: (arrival) => this.#onJoined(arrival),
        view: (view) => this.#news.viewed(view),
        message: (message) => this.#onMessage(message),
        broken: (failure, attempt, waitMs) =>
          this.#onChange({ state: 'reconnecting', failure, attempt, waitMs }),
        lost: (failure) => this.#onLost(failure),
      },
    );
  }

  /** @internal Use `ReadyAuction.join`. */
  static async join(rest: Rest, auctionId: string, settings: Required<LiveOptions>): Promise<LiveAuction> {
    const live = new LiveAuction(rest, auctionId, settings);
    const deadline = setTimeout(() => live.#giveUp(), settings.joinDeadlineMs);
    try {
      void live.#connection.run();
      await live.#arrived.promise;
      return live;
    } finally {
      clearTimeout(deadline);
    }
  }

  /** What everybody sees: an immutable object, replaced on every change. */
  get view(): AuctionView {
    return this.#news.known.view;
  }

  /** Where this account stands; spectators have the alias null. */
  get standing(): Standing {
    return this.#news.known.standing;
  }

  get connection(): ConnectionChange['state'] {
    return this.#change.state;
  }

  /** How long until the end, in milliseconds by the house's clock; 0 once it has come. */
  remainingMs(): number {
    return isOver(this.view) ? 0 : Math.max(0, this.view.endsAtMs - this.clock.nowMs());
  }

  /**
   * Bids exactly `points`. Resolves with the outcome once it is decided and on disk, accepted or refused, however often the
   * connection breaks meanwhile. Rejects with `BidUndecided` after `bidDeadlineMs`, with `TooManyPendingBids`, with
   * `LeftAuction`, or with the `ApiFailure` for which the auction was lost.
   */
  bid(points: number, { bidId = newId() }: BidOptions = {}): Promise<BidOutcome> {
    return this.place({ bidId, kind: 'plain', points });
  }

  /** Lets the house bid for you, as little as needed, up to `points`, all of which is held. Otherwise as `bid`. */
  bidUpTo(points: number, { bidId = newId() }: BidOptions = {}): Promise<BidOutcome> {
    return this.place({ bidId, kind: 'maximum', points });
  }

  /** Buys at the buy-now price, which ends the auction. Otherwise as `bid`. */
  buyNow({ points = this.view.buyNowPoints ?? 0, bidId }: BuyNowOptions = {}): Promise<BidOutcome> {
    const bid: BidMessage = { bidId: bidId ?? newId(), kind: 'buy_now', points };
    if (points > 0) return this.place(bid);
    return Promise.resolve(localRefusal(this.auctionId, bid, 'buy_now_unavailable'));
  }

  /** Any bid, with its id; for asking again after `BidUndecided`. */
  place(bid: BidMessage): Promise<BidOutcome> {
    return this.#pending.place(bid);
  }

  /** Calls `listener` on every `name` from now on; returns the function that ends that. */
  on<Name extends keyof LiveEvents>(name: Name, listener: (payload: LiveEvents[Name]) => void): () => void {
    return this.#news.events.on(name, listener);
  }

  /** Leaves for good. Pending bids reject with `BidUndecided`; accepted ones stand, present or not. */
  leave(): Promise<void> {
    this.#leaving ??= this.#leave();
    return this.#leaving;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.leave();
  }

  async #leave(): Promise<void> {
    const stopped = this.#connection.stop();
    this.#pending.end((bid, lastRefusal) => new BidUndecided(bid, 'left', lastRefusal), new LeftAuction());
    this.#onChange({ state: 'left' });
    this.#news.events.clear();
    await stopped;
  }

  #giveUp(): void {
    const cause = this.#change.state === 'reconnecting' ? this.#change.failure : undefined;
    this.#arrived.reject(new ConnectionFailure(`Auction ${this.auctionId} could not be joined.`, { cause }));
    void this.leave();
  }

  #onJoined(arrival: Arrival): void {
    this.#arrived.resolve();
    this.#pending.resend();
    this.#onChange({ state: 'connected' });
    this.#news.arrived(arrival);
  }

  #onMessage({ name, payload }: ServerMessage): void {
    if (name === 'standing') this.#news.stood(payload);
    else if (name === 'outcome' && this.#pending.decided(payload)) this.#news.decided(payload);
  }

  #onChange(change: ConnectionChange): void {
    this.#change = change;
    this.#news.events.emit('connection', change);
  }

  #onLost(failure: Error): void {
    this.#arrived.reject(failure);
    this.#onChange({ state: 'lost', failure });
    this.#pending.end(() => failure, failure);
  }
}
