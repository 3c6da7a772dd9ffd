import { isPoints } from '../auction/points.ts';
import type { BidMessage, BidOutcome, RefusedBid } from '../auction/protocol.ts';
import type { RefusalCode } from '../auction/refusals.ts';
import { Backoff } from './backoff.ts';
import { BidUndecided, TooManyPendingBids } from './failures.ts';
import { isUuid } from './identifiers.ts';
import { localRefusal } from './local-refusal.ts';
import { Pacer } from './pacer.ts';

export type PendingBidsOptions = {
  readonly auctionId: string;
  /** How many bids may wait for their outcome at once. */
  readonly limit: number;
  /** How long a bid may wait for a final outcome, in milliseconds. */
  readonly deadlineMs: number;
  /** How many may be put on the wire per second. */
  readonly perSecond: number;
  /** Puts a bid on the wire, or does nothing while there is none. */
  readonly send: (bid: BidMessage) => void;
};

type Pending = {
  readonly bid: BidMessage;
  readonly outcome: Promise<BidOutcome>;
  readonly resolve: (outcome: BidOutcome) => void;
  readonly reject: (failure: Error) => void;
  readonly deadline: ReturnType<typeof setTimeout>;
  readonly backoff: Backoff;
  retry: ReturnType<typeof setTimeout> | undefined;
  lastRefusal: RefusedBid | null;
};

/** A bid refused for a passing reason is sent again after about this long, doubling. */
const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 2_000;

/**
 * The bids whose outcome is not known yet, in the order in which they were made. Sending one again is always safe, because the
 * server answers the same id with the same outcome; so whenever in doubt they are sent again.
 */
export class PendingBids {
  readonly #options: PendingBidsOptions;
  /** By bid id; a Map keeps the order of insertion. */
  readonly #pending = new Map<string, Pending>();
  readonly #pacer: Pacer<Pending>;
  #ended: Error | null = null;

  constructor(options: PendingBidsOptions) {
    this.#options = options;
    this.#pacer = new Pacer(options.perSecond, (pending) => {
      if (this.#pending.has(pending.bid.bidId)) options.send(pending.bid);
    });
  }

  get size(): number {
    return this.#pending.size;
  }

  /** Resolves with the bid's final outcome; rejects with `BidUndecided`, `TooManyPendingBids`, or what `end` was given. */
  place(bid: BidMessage): Promise<BidOutcome> {
    if (this.#ended !== null) return quiet(Promise.reject(this.#ended));
    if (!isUuid(bid.bidId) || !isPoints(bid.points)) return this.#refuse(bid, 'malformed_bid');
    const known = this.#pending.get(bid.bidId);
    if (known !== undefined) {
      const same = known.bid.kind === bid.kind && known.bid.points === bid.points;
      return same ? known.outcome : this.#refuse(bid, 'duplicate_bid_id');
    }
    const { limit } = this.#options;
    if (this.#pending.size >= limit) return quiet(Promise.reject(new TooManyPendingBids(limit)));

    const pending = this.#remember(bid);
    this.#pacer.push(pending);
    return pending.outcome;
  }

  /** Takes in an outcome: a final one settles its bid, a transient one has it sent again shortly. False when not waited for. */
  decided(outcome: BidOutcome): boolean {
    const pending = this.#pending.get(outcome.bidId);
    if (pending === undefined) return false;
    if (outcome.status === 'refused' && outcome.transient) {
      pending.lastRefusal = outcome;
      clearTimeout(pending.retry);
      pending.retry = setTimeout(() => this.#pacer.push(pending), pending.backoff.next());
      return true;
    }
    this.#forget(pending);
    pending.resolve(outcome);
    return true;
  }

  /** A new connection stands: everything undecided goes over it again, oldest first. */
  resend(): void {
    this.#pacer.restart();
    for (const pending of this.#pending.values()) {
      clearTimeout(pending.retry);
      this.#pacer.push(pending);
    }
  }

  /** There will be no answers any more: what waits fails with `why`, and so does from now on, with `later`, what is placed. */
  end(why: (bid: BidMessage, lastRefusal: RefusedBid | null) => Error, later: Error): void {
    this.#ended = later;
    this.#pacer.restart();
    for (const pending of [...this.#pending.values()]) {
      this.#forget(pending);
      pending.reject(why(pending.bid, pending.lastRefusal));
    }
  }

  #remember(bid: BidMessage): Pending {
    const { promise, resolve, reject } = Promise.withResolvers<BidOutcome>();
    const pending: Pending = {
      bid,
      outcome: quiet(promise),
      resolve,
      reject,
      deadline: setTimeout(() => {
        this.#forget(pending);
        reject(new BidUndecided(bid, 'deadline', pending.lastRefusal));
      }, this.#options.deadlineMs),
      backoff: new Backoff(RETRY_FIRST_MS, RETRY_MAX_MS),
      retry: undefined,
      lastRefusal: null,
    };
    this.#pending.set(bid.bidId, pending);
    return pending;
  }

  #forget(pending: Pending): void {
    clearTimeout(pending.deadline);
    clearTimeout(pending.retry);
    this.#pending.delete(pending.bid.bidId);
  }

  #refuse(bid: BidMessage, code: RefusalCode): Promise<BidOutcome> {
    return Promise.resolve(localRefusal(this.#options.auctionId, bid, code));
  }
}

/** Whoever bids without awaiting the outcome chose not to know; that must not bring a process down. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
