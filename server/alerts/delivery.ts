import { type KeptAlertKind, type KeptEvent, keptAlert, type PassingAlert } from '../../auction/alerts.ts';
import type { AuctionId, UserId } from '../../auction/auction.ts';
import type { AlertStream } from './alert-stream.ts';
import { alertFrame, type Frame } from './frames.ts';
import { Latest } from './held-back.ts';
import type { Listener, Listeners } from './listeners.ts';
import type { Slices } from './slices.ts';

type Receiver = { readonly userId: UserId; readonly kind: KeptAlertKind; readonly title: string };

/**
 * Hands alerts out. What is kept goes at once; what passes is held back until the next tick, but never longer than until its person is
 * told something later: positions on a stream only grow.
 */
export class Delivery {
  readonly #listeners: Listeners;
  readonly #link: (auctionId: AuctionId) => string;
  readonly #latest = new Latest();
  readonly #slices: Slices;
  /** Frames written, and readers cut off, since the start. */
  readonly counts = { kept: 0, passing: 0, cutOff: 0 };

  constructor(listeners: Listeners, slices: Slices, link: (auctionId: AuctionId) => string) {
    this.#listeners = listeners;
    this.#slices = slices;
    this.#link = link;
  }

  get isHolding(): boolean {
    return !this.#latest.isEmpty;
  }

  /** An event that may be told in passing; a later one takes its place. */
  holdBack(position: number, alert: PassingAlert): void {
    this.#latest.put(position, alert);
  }

  /** Hands out the alerts of one event. Receivers come when they are known. */
  async kept(position: number, event: KeptEvent, receivers: AsyncIterable<Receiver>): Promise<void> {
    // One for all who are told the same: only whom points came back to is told something of their own.
    const frames = new Map<string, Frame>();
    const frameFor = ({ userId, kind, title }: Receiver): Frame => {
      const key = `${kind} ${event.kind === 'closed' && event.releasedTo === userId}`;
      const made =
        frames.get(key) ??
        alertFrame(
          position,
          keptAlert(kind, event, { receiverId: userId, position, title, link: this.#link(event.auctionId) }),
        );
      frames.set(key, made);
      return made;
    };
    for await (const receiver of receivers) {
      const listener = this.#listeners.of(receiver.userId);
      if (listener === undefined) continue;
      this.#letGo(listener, position);
      const frame = frameFor(receiver);
      for (const stream of listener.streams) this.#offer(stream, position, frame, 'kept');
      await this.#slices.wrote();
    }
  }

  /** What is held back for somebody and comes before a position. */
  #letGo({ streams, said }: Listener, position: number): void {
    for (const held of this.#latest.all()) {
      if (held.position >= position || said.get(held.auctionId) !== true) continue;
      for (const stream of streams) this.#offer(stream, held.position, held.frame, 'passing');
    }
  }

  /** Hands out all that is held back. */
  async tick(): Promise<void> {
    for (const { position, auctionId, frame } of this.#latest.take()) {
      for (const { streams } of this.#listeners.subscribersOf(auctionId)) {
        for (const stream of streams) this.#offer(stream, position, frame, 'passing');
        const pause = this.#slices.wrote();
        if (pause !== undefined) await pause;
      }
    }
  }

  /** Nobody is there. */
  forget(): void {
    this.#latest.clear();
  }

  #offer(stream: AlertStream, position: number, frame: Frame, kind: 'kept' | 'passing'): void {
    const taken = stream.offer(position, frame);
    if (taken === 'written') this.counts[kind] += 1;
    else if (taken === 'cut_off') this.counts.cutOff += 1;
  }
}
