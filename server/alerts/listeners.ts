import type { AuctionId, UserId } from '../../auction/auction.ts';
import type { Said } from '../../persistence/alerts/subscribed.ts';
import type { AlertStream } from './alert-stream.ts';

/** Somebody with at least one stream. */
export type Listener = {
  readonly userId: UserId;
  readonly streams: Set<AlertStream>;
  /** What they said of open auctions, or did by taking part: whether they want to hear of them. */
  readonly said: Map<AuctionId, boolean>;
};

const NOBODY: ReadonlySet<Listener> = new Set();

/** Who is connected, and who of them hears of which auction. */
export class Listeners {
  readonly #byUser = new Map<UserId, Listener>();
  readonly #byAuction = new Map<AuctionId, Set<Listener>>();
  #streams = 0;

  /** How many streams there are. */
  get streams(): number {
    return this.#streams;
  }

  get people(): number {
    return this.#byUser.size;
  }

  all(): Iterable<Listener> {
    return this.#byUser.values();
  }

  userIds(): UserId[] {
    return [...this.#byUser.keys()];
  }

  of(userId: UserId): Listener | undefined {
    return this.#byUser.get(userId);
  }

  /** Who wants to hear of an auction. */
  subscribersOf(auctionId: AuctionId): ReadonlySet<Listener> {
    return this.#byAuction.get(auctionId) ?? NOBODY;
  }

  add(stream: AlertStream): void {
    const { userId } = stream;
    const listener = this.#byUser.get(userId) ?? { userId, streams: new Set(), said: new Map() };
    this.#byUser.set(userId, listener);
    listener.streams.add(stream);
    this.#streams += 1;
  }

  remove(stream: AlertStream): void {
    const listener = this.#byUser.get(stream.userId);
    if (listener?.streams.delete(stream) !== true) return;
    this.#streams -= 1;
    if (listener.streams.size > 0) return;
    this.#byUser.delete(stream.userId);
    for (const auctionId of listener.said.keys()) this.#forget(listener, auctionId);
  }

  /** All that these people said, in the place of what was known of them. */
  said(userIds: readonly UserId[], said: readonly Said[]): void {
    for (const listener of userIds.flatMap((userId) => this.#byUser.get(userId) ?? [])) {
      for (const auctionId of listener.said.keys()) this.#forget(listener, auctionId);
      listener.said.clear();
    }
    for (const { userId, auctionId, wanted } of said) {
      const listener = this.#byUser.get(userId);
      if (listener !== undefined) this.#note(listener, auctionId, wanted);
    }
  }

  /** Who takes part hears of it, unless they said something else. */
  takesPart(userId: UserId, auctionId: AuctionId): void {
    const listener = this.#byUser.get(userId);
    if (listener !== undefined && !listener.said.has(auctionId)) this.#note(listener, auctionId, true);
  }

  /** Nothing more happens there. */
  over(auctionId: AuctionId): void {
    for (const listener of this.subscribersOf(auctionId)) listener.said.delete(auctionId);
    this.#byAuction.delete(auctionId);
  }

  #note(listener: Listener, auctionId: AuctionId, wanted: boolean): void {
    listener.said.set(auctionId, wanted);
    if (!wanted) return;
    const subscribers = this.#byAuction.get(auctionId) ?? new Set();
    this.#byAuction.set(auctionId, subscribers.add(listener));
  }

  #forget(listener: Listener, auctionId: AuctionId): void {
    const subscribers = this.#byAuction.get(auctionId);
    subscribers?.delete(listener);
    if (subscribers?.size === 0) this.#byAuction.delete(auctionId);
  }
}
