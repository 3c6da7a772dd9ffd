import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DueNotice, NoticeOutcome } from '../../persistence/alerts/notice-queue.ts';
import type { Log } from '../logs/log.ts';
import type { Carried, Carrier } from './carrier.ts';
import { NOTICE_SENDING } from './limits.ts';
import { retryInMs } from './retries.ts';

export type LaneCounts = {
  sent: number;
  /** Attempts that failed, also those that are tried again. */
  failed: number;
  /** Failed too often, or refused for good. */
  givenUp: number;
  /** Not sent, because no longer true, no longer asked for, or with nobody there. */
  dropped: number;
};

/** What a lane needs of the database. */
export type LaneQueue = {
  claim(limit: number): Promise<DueNotice[]>;
  /** Never fails: what was not noted is claimed again when its lease is over. */
  note(notice: DueNotice, outcome: NoticeOutcome): Promise<void>;
  forget(notice: DueNotice): Promise<void>;
};

/** One carrier's notices: as many on their way as it may have, each with its own time. One that hangs holds up one place and nothing else. */
export class Lane {
  readonly counts: LaneCounts = { sent: 0, failed: 0, givenUp: 0, dropped: 0 };
  readonly #carrier: Carrier;
  readonly #queue: LaneQueue;
  readonly #log: Log;
  readonly #underWay = new Map<Promise<void>, AbortController>();
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #moreWaits = false;
  #stopped = false;

  constructor(carrier: Carrier, queue: LaneQueue, log: Log) {
    this.#carrier = carrier;
    this.#queue = queue;
    this.#log = log;
  }

  get underWay(): number {
    return this.#underWay.size;
  }

  /** Starts whatever is due and has a place. Whoever comes while somebody looks has them look once more. */
  look(): Promise<void> {
    this.#lookAgain = true;
    this.#looking ??= this.#lookUntilDone();
    return this.#looking;
  }

  async #lookUntilDone(): Promise<void> {
    try {
      while (this.#lookAgain) {
        this.#lookAgain = false;
        await this.#startAll();
      }
    } catch (error) {
      this.#log.warn({ err: error }, 'notices were not looked for; trying again');
    } finally {
      this.#looking = undefined;
    }
  }

  async #startAll(): Promise<void> {
    while (!this.#stopped) {
      const places = this.#carrier.atOnce - this.underWay;
      this.#moreWaits = places <= 0;
      if (this.#moreWaits) return;
      const due = await this.#queue.claim(places);
      for (const notice of due) {
        this.#start(notice);
        // Encrypting is work, and bids share this thread.
        await nextTurn();
      }
      if (due.length < places) return;
    }
  }

  #start(notice: DueNotice): void {
    const controller = new AbortController();
    const delivery = this.#deliver(notice, controller).finally(() => {
      this.#underWay.delete(delivery);
      if (this.#moreWaits) void this.look();
    });
    this.#underWay.set(delivery, controller);
  }

  async #deliver(notice: DueNotice, controller: AbortController): Promise<void> {
    if (this.#stopped) return this.#queue.note(notice, { kind: 'again', afterMs: 0 });
    if (!notice.wanted) {
      this.counts.dropped += 1;
      return this.#queue.note(notice, { kind: 'over' });
    }
    const timer = setTimeout(() => controller.abort(new Error('it took too long')), this.#carrier.withinMs);
    const carried = await this.#carrier
      .carry(notice, controller.signal)
      .catch(
        (error: unknown): Carried => ({
          kind: 'failed',
          reason: reasonOf(controller.signal.reason ?? error),
        }),
      )
      .finally(() => clearTimeout(timer));
    if (carried.kind === 'failed' && this.#stopped)
      return this.#queue.note(notice, { kind: 'again', afterMs: 0 });
    await this.#settle(notice, carried);
  }

  async #settle(notice: DueNotice, carried: Carried): Promise<void> {
    const { userId, auctionId, kind, attempts } = notice;
    const told = { userId, auctionId, kind, channel: this.#carrier.channel, attempts };
    switch (carried.kind) {
      case 'sent':
        this.counts.sent += 1;
        return this.#queue.note(notice, { kind: 'sent' });
      case 'failed': {
        this.counts.failed += 1;
        const { reason, afterMs = 0 } = carried;
        if (attempts < NOTICE_SENDING.attempts) {
          this.#log.debug({ ...told, reason }, 'a notice was not sent; trying again');
          const waitMs = Math.max(retryInMs(attempts), Math.min(afterMs, NOTICE_SENDING.retryAfterMostMs));
          return this.#queue.note(notice, { kind: 'again', afterMs: waitMs });
        }
        this.counts.givenUp += 1;
        this.#log.warn({ ...told, reason }, 'a notice was given up');
        return this.#queue.note(notice, { kind: 'over' });
      }
      case 'refused':
        this.counts.failed += 1;
        this.counts.givenUp += 1;
        this.#log.warn({ ...told, reason: carried.reason }, 'a notice was refused, and given up');
        return this.#queue.note(notice, { kind: 'over' });
      case 'gone':
        this.counts.dropped += 1;
        this.#log.info({ ...told, reason: carried.reason }, 'a push endpoint is forgotten');
        await this.#queue.forget(notice);
        return this.#queue.note(notice, { kind: 'over' });
      default:
        return carried satisfies never;
    }
  }

  /** What is on its way may arrive for so long; what has not then goes back to the queue, and may come twice. */
  async stop(withinMs: number): Promise<void> {
    this.#stopped = true;
    const timer = setTimeout(() => {
      for (const controller of this.#underWay.values()) controller.abort(new Error('the server stops'));
    }, withinMs);
    // What is just being claimed starts, only to go back at once.
    await this.#looking;
    await Promise.all(this.#underWay.keys());
    clearTimeout(timer);
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
