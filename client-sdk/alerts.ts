import type { Alert } from '../auction/alerts.ts';
import { AlertBacklog } from './alert-backlog.ts';
import { AlertConnection } from './alert-connection.ts';
import type { AlertEvents, AlertOptions } from './alert-events.ts';
import { Emitter } from './emitter.ts';
import type { Rest } from './rest.ts';

/**
 * The alerts of whoever is signed in: every kept one once and in order, across reconnects and nodes, and of prices always the latest. Made
 * by `ReadyAuction.alerts`; connects when somebody listens or iterates for the first time, and stays until `close` or the end of the loop.
 */
export class Alerts implements AsyncIterable<Alert, undefined>, Disposable {
  readonly #options: Required<AlertOptions>;
  readonly #events = new Emitter<AlertEvents>();
  readonly #connection: AlertConnection;
  #backlog: AlertBacklog | null = null;
  #running: Promise<void> | null = null;
  /** Why nothing comes any more; null while something may. */
  #ended: { readonly failure: Error | null } | null = null;

  /** @internal Use `ReadyAuction.alerts`. */
  constructor(rest: Rest, options: Required<AlertOptions>) {
    this.#options = options;
    const events = this.#events;
    this.#connection = new AlertConnection(rest, options, {
      connected: ({ resumed, position }) => {
        this.#backlog?.begin(position);
        events.emit('connection', { state: 'connected', resumed });
      },
      anew: (anew) => events.emit('anew', anew),
      alert: (alert, position) => this.#onAlert(alert, position),
      roomAgain: () => this.#onFull(),
      broken: (failure, attempt, waitMs) =>
        events.emit('connection', { state: 'reconnecting', failure, attempt, waitMs }),
      lost: (failure) => this.#end(failure),
    });
  }

  /**
   * How far whoever iterates has taken, or else whoever listens was told. To be stored, and given as `after` to a stream that is to go on
   * from here; null before anything is known.
   */
  get lastId(): string | null {
    const backlog = this.#backlog;
    return backlog === null || backlog.isEmpty ? this.#connection.position : backlog.handedOut;
  }

  /** Calls `listener` on every `name` from now on; returns the function that ends that. */
  on<Name extends keyof AlertEvents>(name: Name, listener: (payload: AlertEvents[Name]) => void): () => void {
    const off = this.#events.on(name, listener);
    this.#begin();
    return off;
  }

  /** Every alert from now on. Leaving the loop closes the stream; two loops share the alerts between them. */
  [Symbol.asyncIterator](): AsyncIterator<Alert, undefined> {
    this.#backlog ??= new AlertBacklog(this.#options.mostWaiting, this.#connection.position);
    const backlog = this.#backlog;
    if (this.#ended !== null) backlog.end(this.#ended.failure);
    this.#begin();
    return {
      next: () => backlog.next(),
      return: async () => {
        this.close();
        return { done: true, value: undefined };
      },
    };
  }

  /** Ends it for good. Whoever iterates is done. */
  close(): void {
    this.#connection.stop();
    this.#end(null);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #begin(): void {
    if (this.#ended === null) this.#running ??= this.#connection.run();
  }

  #onAlert(alert: Alert, position: string): boolean {
    this.#backlog?.add(alert, position);
    this.#events.emit('alert', alert);
    this.#events.emit(alert.kind, alert as never);
    return this.#backlog?.isFull !== true;
  }

  async #onFull(): Promise<void> {
    this.#events.emit('connection', { state: 'paused' });
    await this.#backlog?.caughtUp();
  }

  #end(failure: Error | null): void {
    if (this.#ended !== null) return;
    this.#ended = { failure };
    this.#backlog?.end(failure);
    this.#events.emit('connection', failure === null ? { state: 'closed' } : { state: 'lost', failure });
    this.#events.clear();
  }
}
