import type { Alert } from '../auction/alerts.ts';
import { isPassing } from './told-alerts.ts';

type Waiting = { readonly alert: Alert; readonly position: string };

/**
 * Alerts that wait for whoever iterates. Passing ones of one auction take each other's place, so that a slow reader finds the latest price
 * and not all of them; the others stay until they are taken. It does not refuse any: whoever fills it looks whether it is full.
 */
export class AlertBacklog implements AsyncIterator<Alert, undefined> {
  readonly #most: number;
  readonly #waiting = new Map<string, Waiting>();
  readonly #readers: PromiseWithResolvers<IteratorResult<Alert, undefined>>[] = [];
  #caughtUp: PromiseWithResolvers<void> | null = null;
  #end: { readonly failure: Error | null } | null = null;
  #handedOut: string | null;

  constructor(most: number, position: string | null) {
    this.#most = most;
    this.#handedOut = position;
  }

  /** What comes from now on comes after this position. */
  begin(position: string): void {
    if (this.isEmpty) this.#handedOut = position;
  }

  /** A stream that goes on after this position tells what was not handed out, and nothing kept that was. Null: it tells all that waits. */
  get handedOut(): string | null {
    return this.#handedOut;
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  get isFull(): boolean {
    return this.#waiting.size >= this.#most;
  }

  add(alert: Alert, position: string): void {
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      this.#handedOut = position;
      reader.resolve({ done: false, value: alert });
      return;
    }
    const place = isPassing(alert) ? alert.auctionId : alert.id;
    // Taken out first: it moves to the end, where its position belongs.
    this.#waiting.delete(place);
    this.#waiting.set(place, { alert, position });
  }

  /** Resolves when less than half of what may wait does, or nothing ever will again. */
  caughtUp(): Promise<void> {
    if (this.#hasCaughtUp) return Promise.resolve();
    this.#caughtUp ??= Promise.withResolvers();
    return this.#caughtUp.promise;
  }

  /** Nothing comes any more. With a failure, what waits is still handed out before it. */
  end(failure: Error | null): void {
    this.#end ??= { failure };
    if (failure === null) this.#waiting.clear();
    this.#caughtUp?.resolve();
    for (const reader of this.#readers.splice(0)) this.#finish(reader);
  }

  next(): Promise<IteratorResult<Alert, undefined>> {
    const reader = Promise.withResolvers<IteratorResult<Alert, undefined>>();
    const [first] = this.#waiting;
    if (first !== undefined) reader.resolve({ done: false, value: this.#take(...first) });
    else if (this.#end !== null) this.#finish(reader);
    else this.#readers.push(reader);
    return reader.promise;
  }

  #take(place: string, { alert, position }: Waiting): Alert {
    this.#waiting.delete(place);
    this.#handedOut = position;
    if (this.#hasCaughtUp) {
      this.#caughtUp?.resolve();
      this.#caughtUp = null;
    }
    return alert;
  }

  get #hasCaughtUp(): boolean {
    return this.#end !== null || this.#waiting.size * 2 < this.#most;
  }

  #finish(reader: PromiseWithResolvers<IteratorResult<Alert, undefined>>): void {
    const failure = this.#end?.failure ?? null;
    if (failure === null) reader.resolve({ done: true, value: undefined });
    else reader.reject(failure);
  }
}
