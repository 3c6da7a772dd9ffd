import type { ServerResponse } from 'node:http';
import type { AlertBye } from '../../auction/api-alerts.ts';
import type { UserId } from '../../auction/auction.ts';
import { byeFrame, type Frame, HEARTBEAT } from './frames.ts';
import { STREAM_LIMITS } from './limits.ts';

type Offer = { readonly position: number; readonly frame: Frame };

/** Whether an offer was written, is not for this stream (any more), or was one too many. */
type Taken = 'written' | 'skipped' | 'cut_off';

/**
 * One connection of one person. Positions on it only grow: what is offered at one that it is past already is skipped. While it is being
 * brought up to date, what is offered waits.
 */
export class AlertStream {
  readonly userId: UserId;
  readonly sessionId: string;
  readonly #response: ServerResponse;
  /** Before it begins, nothing is for it. */
  #cursor = Number.POSITIVE_INFINITY;
  #waiting: Offer[] | undefined = [];
  #waitingBytes = 0;

  constructor(userId: UserId, sessionId: string, response: ServerResponse) {
    this.userId = userId;
    this.sessionId = sessionId;
    this.#response = response;
  }

  get isOpen(): boolean {
    return !this.#response.destroyed && !this.#response.writableEnded;
  }

  /** From now on what is offered after this position waits. */
  begin(position: number): void {
    this.#cursor = position;
  }

  /** Writes past whatever waits. */
  write(frame: Frame): Taken {
    if (!this.isOpen) return 'skipped';
    this.#response.write(frame);
    return this.#response.writableLength > STREAM_LIMITS.unsentBytes ? this.#cutOff() : 'written';
  }

  /** Resolves when it takes more, or is gone; undefined when it does now. */
  drained(): Promise<void> | undefined {
    const response = this.#response;
    if (!this.isOpen || !response.writableNeedDrain) return undefined;
    return new Promise((resolve) => {
      const done = () => {
        response.off('drain', done).off('close', done);
        resolve();
      };
      response.on('drain', done).on('close', done);
    });
  }

  /** It is up to date as of a position: what waited goes out, and the next goes at once. */
  goLive(position: number): void {
    this.#cursor = Math.max(position, this.#cursor);
    const waited = this.#waiting ?? [];
    this.#waiting = undefined;
    this.#waitingBytes = 0;
    for (const offer of waited) this.offer(offer.position, offer.frame);
  }

  offer(position: number, frame: Frame): Taken {
    if (position <= this.#cursor) return 'skipped';
    if (this.#waiting !== undefined) {
      this.#waiting.push({ position, frame });
      this.#waitingBytes += frame.length;
      return this.#waitingBytes > STREAM_LIMITS.waitingBytes ? this.#cutOff() : 'written';
    }
    this.#cursor = position;
    return this.write(frame);
  }

  beat(): Taken {
    return this.#waiting === undefined ? this.write(HEARTBEAT) : 'skipped';
  }

  /** Says why, and ends it; resolves when that has left. */
  async bye(reason: AlertBye['reason']): Promise<void> {
    const response = this.#response;
    if (!this.isOpen) return;
    if (!response.headersSent) return this.cut();
    await new Promise<void>((resolve) => response.end(byeFrame(reason), () => resolve()));
  }

  /** Without a word: whoever does not read would not read that either. */
  cut(): void {
    this.#waiting = undefined;
    this.#cursor = Number.POSITIVE_INFINITY;
    // The socket, so that what it still holds is let go, too.
    (this.#response.socket ?? this.#response).destroy();
    this.#response.destroy();
  }

  #cutOff(): Taken {
    this.cut();
    return 'cut_off';
  }
}
