import type { AuctionView, BidMessage } from '../auction/protocol.ts';
import { Backoff, pause } from './backoff.ts';
import { ApiFailure, ConnectionFailure, ServerLeaving } from './failures.ts';
import type { HouseClock } from './house-clock.ts';
import type { Rest } from './rest.ts';
import type { ServerMessage } from './room-socket.ts';
import { isFinal, reserveSeat, seatUrl } from './seat.ts';
import { Stay } from './stay.ts';
import type { Arrival } from './view-changes.ts';

/** Whoever stood this long is not being thrown out at once, so the next loss starts from the shortest wait again. */
const STEADY_MS = 1_000;
const FIRST_WAIT_MS = 100;

export type ConnectionOptions = {
  readonly rest: Rest;
  readonly auctionId: string;
  readonly clock: HouseClock;
  readonly maxBackoffMs: number;
  readonly pingEveryMs: number;
  readonly pingTimeoutMs: number;
};

export type ConnectionListener = {
  /** Joined, for the first time or again. */
  readonly joined: (arrival: Arrival) => void;
  readonly view: (view: AuctionView) => void;
  readonly message: (message: ServerMessage) => void;
  /** Not joined, and about to try (again); the `attempt`-th try since it was joined last. */
  readonly broken: (failure: Error, attempt: number, waitMs: number) => void;
  /** Given up, because trying again is pointless. */
  readonly lost: (failure: Error) => void;
};

/**
 * Keeps one auction joined. There is one way back from everything, be it a dropped socket, a silent one, a killed server or a
 * moved auction: ask for a seat again and take it.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #listener: ConnectionListener;
  readonly #stopping = new AbortController();
  #stay: Stay | null = null;
  #endStay: (failure: Error) => void = () => undefined;

  constructor(options: ConnectionOptions, listener: ConnectionListener) {
    this.#options = options;
    this.#listener = listener;
  }

  /** Runs until `stop` is called or the connection is lost for good; never rejects. */
  async run(): Promise<void> {
    const { signal } = this.#stopping;
    const backoff = new Backoff(FIRST_WAIT_MS, this.#options.maxBackoffMs);
    let wasLetGo = false;
    for (let attempt = 1; !signal.aborted; attempt++) {
      const { failure, stoodMs } = await this.#once(signal);
      if (signal.aborted) return;
      if (isFinal(failure)) return this.#listener.lost(failure);
      if (stoodMs > 0) attempt = 1;
      if (stoodMs >= STEADY_MS) backoff.reset();
      // Once: who is let go again and again, wherever it turns, had better wait.
      const atOnce = failure instanceof ServerLeaving && (!wasLetGo || stoodMs >= STEADY_MS);
      wasLetGo = failure instanceof ServerLeaving;
      const waitMs = atOnce ? 0 : Math.max(backoff.next(), askedToWaitMs(failure));
      this.#listener.broken(failure, attempt, waitMs);
      if (!atOnce) await pause(waitMs, signal);
    }
  }

  /** Puts a bid on the wire, or drops it while there is none. */
  bid(bid: BidMessage): void {
    this.#stay?.bid(bid);
  }

  /** Leaves the room, if joined, and never comes back. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const stay = this.#stay;
    this.#endStay(new ConnectionFailure('Stopped.'));
    await stay?.leave();
  }

  /** Joins once and resolves when that has ended, with the reason and for how long it was joined. */
  async #once(signal: AbortSignal): Promise<{ failure: Error; stoodMs: number }> {
    let joinedAtMs = Number.POSITIVE_INFINITY;
    try {
      const { rest, auctionId, ...options } = this.#options;
      const seat = await reserveSeat(rest, auctionId, signal);
      const failure = await new Promise<Error>((ended) => {
        // Stopped in the very instant in which the seat came: it expires by itself.
        if (signal.aborted) return ended(new ConnectionFailure('Stopped.'));
        const joined = (arrival: Arrival) => {
          joinedAtMs = performance.now();
          this.#listener.joined(arrival);
        };
        const listener = { ...this.#listener, joined, ended };
        this.#endStay = ended;
        this.#stay = new Stay({ ...options, url: seatUrl(rest.baseUrl, seat), listener });
      });
      return { failure, stoodMs: Math.max(0, performance.now() - joinedAtMs) };
    } catch (failure) {
      return { failure: failure instanceof Error ? failure : new Error(String(failure)), stoodMs: 0 };
    } finally {
      this.#stay = null;
    }
  }
}

/** Whoever asks too often is told for how long not to; a room that is just moving is worth asking for at once. */
const askedToWaitMs = (failure: Error): number =>
  failure instanceof ApiFailure && failure.status === 429 ? failure.retryAfterMs : 0;
