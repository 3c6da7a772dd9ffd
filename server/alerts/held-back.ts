import type { PassingAlert } from '../../auction/alerts.ts';
import type { AuctionId } from '../../auction/auction.ts';
import { alertFrame, type Frame } from './frames.ts';

/** A passing alert that waits for the next tick. */
export class HeldBack {
  readonly position: number;
  readonly auctionId: AuctionId;
  readonly #alert: PassingAlert;
  #frame: Frame | undefined;

  constructor(position: number, alert: PassingAlert) {
    this.position = position;
    this.auctionId = alert.auctionId;
    this.#alert = alert;
  }

  /** Made when the first needs it, and the same for all. */
  get frame(): Frame {
    this.#frame ??= alertFrame(this.position, this.#alert);
    return this.#frame;
  }
}

/** The latest passing alert of each auction and kind since the last tick, in the order of their positions. */
export class Latest {
  #waiting = new Map<string, HeldBack>();

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** Comes in the order of positions, and takes the place of the one before. */
  put(position: number, alert: PassingAlert): void {
    const key = `${alert.auctionId} ${alert.kind}`;
    // Taken out first, so that it stands at the end.
    this.#waiting.delete(key);
    this.#waiting.set(key, new HeldBack(position, alert));
  }

  all(): Iterable<HeldBack> {
    return this.#waiting.values();
  }

  /** Takes out all that waits. */
  take(): Iterable<HeldBack> {
    const taken = this.#waiting.values();
    this.#waiting = new Map();
    return taken;
  }

  clear(): void {
    this.#waiting.clear();
  }
}
