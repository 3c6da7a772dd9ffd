import type { ClockReply, ClockRequest } from '../auction/protocol.ts';
import type { HouseClock } from './house-clock.ts';

/** The first few questions come quickly, so that one of them meets an idle network and the clock is right from the start. */
const BURST = 5;
const BURST_EVERY_MS = 100;

export type HeartbeatOptions = {
  readonly everyMs: number;
  readonly timeoutMs: number;
  readonly send: (request: ClockRequest) => void;
  /** No answer came in time: the connection is dead, whatever the socket says. */
  readonly dead: () => void;
};

/** Asks for the time now and then: sets the house clock, and finds connections that died without closing. */
export class Heartbeat {
  readonly #clock: HouseClock;
  readonly #options: HeartbeatOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The one question on its way: what was sent, and when by the steady local clock. */
  #asked: { readonly request: ClockRequest; readonly atMs: number } | null = null;
  #answers = 0;

  constructor(clock: HouseClock, options: HeartbeatOptions) {
    this.#clock = clock;
    this.#options = options;
  }

  /** Asks at once, and from then on by itself. */
  start(): void {
    const request: ClockRequest = { sentAtMs: Date.now() };
    this.#asked = { request, atMs: this.#clock.localMs() };
    this.#timer = setTimeout(() => {
      // After a stall of this process the timer runs before the answer that has long arrived is read: give it one turn more.
      this.#timer = setTimeout(() => this.#options.dead(), 0);
    }, this.#options.timeoutMs);
    this.#options.send(request);
  }

  answered({ sentAtMs, houseMs }: ClockReply): void {
    const asked = this.#asked;
    if (asked === null || asked.request.sentAtMs !== sentAtMs) return;
    this.#asked = null;
    this.#clock.sample(asked.atMs, houseMs);
    this.#answers += 1;
    clearTimeout(this.#timer);
    const waitMs = this.#answers < BURST ? BURST_EVERY_MS : this.#options.everyMs;
    this.#timer = setTimeout(() => this.start(), waitMs);
  }

  stop(): void {
    this.#asked = null;
    clearTimeout(this.#timer);
  }
}
