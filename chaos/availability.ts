/** When auctions could be bid in and when not, as their bidders saw it. */
import type { Lot } from './lot.ts';

/** Auctions hit by a fault, until each has accepted a bid that arrived after it. */
export type Recovery = {
  readonly number: number;
  readonly kind: string;
  readonly startedAtMs: number;
  /** When what was broken was whole again; undefined while it is not. */
  healedAtMs: number | undefined;
  /** Auctions that have accepted nothing since. */
  readonly waiting: Set<string>;
  readonly hit: number;
  /** When the last of them accepted a bid; undefined while one has not, or where none was left to accept any. */
  recoveredAtMs: number | undefined;
  /** Whether nobody waits any more. */
  isOver: boolean;
  readonly over: Promise<void>;
};

type Watched = { readonly lot: Lot; lastAcceptedAtMs: number; lastArrivedAtMs: number };

const LOOK_AFTER_MS = 50;
/** An auction about to end may end before anybody can bid there again: it says nothing. */
const TOO_SHORT_MS = 1_500;

export class Availability {
  readonly #watched = new Map<string, Watched>();
  readonly #open = new Map<Recovery, () => void>();
  /** Makes somebody bid there, if anybody is free to. */
  readonly #hurry: (auctionId: string) => void;
  readonly #timer: NodeJS.Timeout;
  #longest = { ms: 0, auctionId: '', untilMs: 0 };

  constructor(hurry: (auctionId: string) => void) {
    this.#hurry = hurry;
    this.#timer = setInterval(() => this.#look(), LOOK_AFTER_MS);
  }

  /** The longest time in which a live auction accepted nothing. */
  get longest(): { readonly ms: number; readonly auctionId: string; readonly untilMs: number } {
    return this.#longest;
  }

  /** How many auctions have accepted anything. */
  get bidIn(): number {
    return [...this.#watched.values()].filter(({ lastArrivedAtMs }) => lastArrivedAtMs > 0).length;
  }

  opened(lot: Lot): void {
    this.#watched.set(lot.auctionId, { lot, lastAcceptedAtMs: lot.startsAtMs, lastArrivedAtMs: 0 });
  }

  gone(auctionId: string): void {
    this.#watched.delete(auctionId);
  }

  /** A client was told just now that a bid was accepted, which had arrived at this time of the house. */
  accepted(auctionId: string, arrivedAtMs: number): void {
    const nowMs = Date.now();
    for (const recovery of this.#open.keys()) {
      if (arrivedAtMs < recovery.startedAtMs || !recovery.waiting.delete(auctionId)) continue;
      recovery.recoveredAtMs = nowMs;
    }
    const watched = this.#watched.get(auctionId);
    // An old outcome told again is no news.
    if (watched === undefined || arrivedAtMs <= watched.lastArrivedAtMs) return;
    const ms = nowMs - watched.lastAcceptedAtMs;
    if (ms > this.#longest.ms) this.#longest = { ms, auctionId, untilMs: nowMs };
    watched.lastAcceptedAtMs = nowMs;
    watched.lastArrivedAtMs = arrivedAtMs;
  }

  /** Auctions that are live and will be for a while. */
  live(): Lot[] {
    const nowMs = Date.now();
    return [...this.#watched.values()]
      .map(({ lot }) => lot)
      .filter(({ startsAtMs, latestEndMs }) => startsAtMs <= nowMs && latestEndMs > nowMs + TOO_SHORT_MS);
  }

  follow(number: number, kind: string, hit: readonly Lot[]): Recovery {
    const { promise, resolve } = Promise.withResolvers<void>();
    const recovery: Recovery = {
      number,
      kind,
      startedAtMs: Date.now(),
      healedAtMs: undefined,
      waiting: new Set(hit.map(({ auctionId }) => auctionId)),
      hit: hit.length,
      recoveredAtMs: undefined,
      isOver: false,
      over: promise,
    };
    this.#open.set(recovery, resolve);
    return recovery;
  }

  stop(): void {
    clearInterval(this.#timer);
    for (const resolve of this.#open.values()) resolve();
  }

  #look(): void {
    for (const [recovery, over] of this.#open) {
      for (const auctionId of recovery.waiting) {
        // It has ended, by time or by buy-now, before anybody could bid there again.
        if (this.#watched.has(auctionId)) this.#hurry(auctionId);
        else recovery.waiting.delete(auctionId);
      }
      if (recovery.waiting.size > 0) continue;
      recovery.isOver = true;
      this.#open.delete(recovery);
      over();
    }
  }
}
