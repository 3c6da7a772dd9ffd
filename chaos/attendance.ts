import { setTimeout as pause } from 'node:timers/promises';
import type { BidMessage, BidOutcome } from '../auction/protocol.ts';
import { ConnectionFailure, type LiveAuction, type ReadyAuction } from '../client-sdk/index.ts';
import { askByRest, askBySocket, chargeMore } from './asking.ts';
import type { Attempt, ClientLog } from './client-log.ts';
import type { Lot } from './lot.ts';
import { nextOffer, type Offer, probingOffer } from './offers.ts';
import type { Random } from './random.ts';

export type AttendanceOptions = {
  readonly house: ReadyAuction;
  readonly log: ClientLog;
  readonly lot: Lot;
  readonly random: Random;
  /** Between two bids, on average. */
  readonly thinkMs: number;
  /** Ends it before its lot is over. */
  readonly signal: AbortSignal;
  readonly accepted: (auctionId: string, arrivedAtMs: number) => void;
  /** The end was seen. */
  readonly over: () => void;
};

/** An end takes some time to be told while things are broken; whoever has waited so long goes home. */
const WAIT_FOR_END_MS = 6_000;
const LAST_MOMENT_MS = 2_000;
/** How many ask once more after the end for a bid of theirs: it must still have the outcome it had. All at once they would be a load of their own. */
const ASK_AGAIN_SHARE = 0.2;

/** One bidder in one auction, from before its start until after its end. */
export class Attendance {
  readonly #options: AttendanceOptions;
  readonly #live: LiveAuction;
  readonly #mine: Attempt[] = [];
  #idle: AbortController | undefined;
  #hurried = false;
  #isOver = false;

  private constructor(options: AttendanceOptions, live: LiveAuction) {
    this.#options = options;
    this.#live = live;
    const { log, lot, signal } = options;
    const { auctionId } = lot;
    log.saw(auctionId, live.view);
    live.on('view', (view) => log.saw(auctionId, view));
    live.on('closed', ({ won, ending, pricePoints }) => {
      log.closings.push({ auctionId, won, ending, pricePoints });
      this.#isOver = true;
      options.over();
      this.#idle?.abort();
    });
    if (live.standing.alias !== null) log.aliases.set(auctionId, live.standing.alias);
    signal.addEventListener('abort', this.#toldToGo);
  }

  /** Undefined when the door stayed shut until it was over. */
  static async begin(options: AttendanceOptions): Promise<Attendance | undefined> {
    const { house, lot, signal } = options;
    while (Date.now() < lot.latestEndMs && !signal.aborted) {
      try {
        return new Attendance(options, await house.join(lot.auctionId));
      } catch (failure) {
        if (!(failure instanceof ConnectionFailure)) throw failure;
      }
    }
    return undefined;
  }

  /** Bids at once instead of thinking any longer. False when already at it, or leading. */
  hurry(): boolean {
    if (this.#idle === undefined || this.#live.standing.leading || this.#live.view.phase !== 'live')
      return false;
    this.#hurried = true;
    this.#idle.abort();
    return true;
  }

  async run(): Promise<void> {
    try {
      await this.#bidUntilOver();
      await this.#askAgain();
    } finally {
      this.#options.signal.removeEventListener('abort', this.#toldToGo);
      await this.#live.leave();
    }
  }

  async #bidUntilOver(): Promise<void> {
    const { lot, random, signal } = this.#options;
    while (!this.#isOver && !signal.aborted && Date.now() < lot.latestEndMs + WAIT_FOR_END_MS) {
      await this.#think();
      if (this.#live.view.phase !== 'live' || this.#isOver || signal.aborted) continue;
      const offer = this.#hurried
        ? probingOffer(this.#live, random)
        : nextOffer(this.#live, lot, this.#mine, random);
      this.#hurried = false;
      await this.#place(offer);
    }
  }

  /** Bids on their way get a moment more. */
  readonly #toldToGo = () => {
    this.#idle?.abort();
    setTimeout(() => void this.#live.leave(), LAST_MOMENT_MS).unref();
  };

  async #think(): Promise<void> {
    const { random, thinkMs } = this.#options;
    this.#idle = new AbortController();
    // Exponential: bids come in crowds and with gaps, as they do.
    const waitMs = Math.min(-Math.log(1 - random.next()) * thinkMs, 4 * thinkMs);
    await pause(waitMs, undefined, { signal: this.#idle.signal }).catch(() => undefined);
    this.#idle = undefined;
  }

  async #place({ bid, via }: Offer): Promise<void> {
    const { log } = this.#options;
    const attempt = this.#attemptOf(bid);
    const outcome =
      via === 'rest'
        ? await askByRest(this.#options, bid)
        : await askBySocket(this.#live, bid, this.#options.signal);
    if (outcome === undefined) {
      log.undecided += 1;
      return;
    }
    this.#told(attempt, outcome);
    if (outcome.status === 'refused' && outcome.code === 'insufficient_points')
      await chargeMore(this.#options);
  }

  /** The very same bid sent again is no other attempt. */
  #attemptOf(bid: BidMessage): Attempt {
    const earlier = this.#mine.find((each) => each.bid.bidId === bid.bidId && each.bid.points === bid.points);
    if (earlier !== undefined) return earlier;
    const attempt = this.#options.log.sent(this.#options.lot.auctionId, bid);
    this.#mine.push(attempt);
    return attempt;
  }

  #told(attempt: Attempt, outcome: BidOutcome): void {
    attempt.told.push({ atMs: Date.now(), outcome });
    if (outcome.status === 'accepted') this.#options.accepted(outcome.auctionId, outcome.atMs);
  }

  /** Long after it was decided, without a socket, from whichever node: the outcome must be the one that was told. */
  async #askAgain(): Promise<void> {
    const { random } = this.#options;
    const [attempt] = random.shuffled(this.#mine.filter(({ told }) => told.length > 0));
    if (attempt === undefined || !random.happens(ASK_AGAIN_SHARE)) return;
    const outcome = await askByRest(this.#options, attempt.bid);
    if (outcome !== undefined) attempt.told.push({ atMs: Date.now(), outcome });
  }
}
