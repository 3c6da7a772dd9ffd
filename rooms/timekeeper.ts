import { type Auction, phaseAt } from '../auction/auction.ts';
import { Alarm } from './alarm.ts';
import type { Desk } from './desk.ts';
import { ROOM_LIMITS } from './limits.ts';
import type { HouseClock } from './ports.ts';

/** Starts and ends an auction by the house clock, within milliseconds. */
export class Timekeeper {
  readonly #desk: Desk;
  readonly #clock: HouseClock;
  readonly #alarm: Alarm;
  readonly #phaseChanged: () => void;
  /** Closing failed: it is not tried again before this. */
  #closeAgainAtMs = 0;

  /** `phaseChanged` is called when time alone has changed what there is to see. */
  constructor(desk: Desk, clock: HouseClock, phaseChanged: () => void) {
    this.#desk = desk;
    this.#clock = clock;
    this.#alarm = new Alarm(clock);
    this.#phaseChanged = phaseChanged;
  }

  /** Waits for the next moment at which the phase changes by itself. To be called after every change. */
  watch(auction: Auction): void {
    const nowMs = this.#clock.nowMs();
    switch (phaseAt(auction, nowMs)) {
      case 'ready':
        this.#alarm.set(auction.terms.startsAtMs, () => this.#start());
        break;
      case 'live':
        this.#alarm.set(auction.endsAtMs, () => void this.#end());
        break;
      case 'ended':
        // A close that failed takes the auction over again, and comes by here.
        this.#alarm.set(Math.max(nowMs, this.#closeAgainAtMs), () => void this.#end());
        break;
      default:
        this.#alarm.stop();
    }
  }

  stop(): void {
    this.#alarm.stop();
  }

  #start() {
    this.#phaseChanged();
    if (this.#desk.state !== undefined) this.watch(this.#desk.state.auction);
  }

  async #end() {
    // Over, though not settled yet: nobody should see a running auction meanwhile.
    this.#phaseChanged();
    this.#closeAgainAtMs = this.#clock.nowMs() + ROOM_LIMITS.closeRetryMs;
    const refusal = await this.#desk.close();
    if (refusal === undefined) return;
    const { state } = this.#desk;
    // Extended in the meantime, or the database is away: look again.
    if (refusal === 'not_over' && state !== undefined) return this.watch(state.auction);
    this.#closeAgainAtMs = this.#clock.nowMs() + ROOM_LIMITS.closeRetryMs;
    this.#alarm.set(this.#closeAgainAtMs, () => void this.#end());
  }
}
