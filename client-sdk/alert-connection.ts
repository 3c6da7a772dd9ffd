import type { Alert } from '../auction/alerts.ts';
import type { AlertAnew, AlertBye, AlertHello } from '../auction/api-alerts.ts';
import type { AlertOptions } from './alert-events.ts';
import { readAlertStream } from './alert-stream.ts';
import { Backoff, pause } from './backoff.ts';
import type { StreamEvent } from './event-lines.ts';
import { ApiFailure, ConnectionFailure } from './failures.ts';
import type { Rest } from './rest.ts';
import { isFinal } from './seat.ts';
import { ToldAlerts } from './told-alerts.ts';

/** The first wait, until the server has said how long. */
const RETRY_MS = 1_000;
/** After a server's goodbye: at once, but not everybody in the same instant. */
const MOVE_MS = 100;
/** A stream that stood this long was not thrown out at once, so the next loss starts from the shortest wait again. */
const STEADY_MS = 1_000;

export type AlertListener = {
  readonly connected: (hello: AlertHello) => void;
  readonly anew: (anew: AlertAnew) => void;
  /** Returns whether there is room for more. */
  readonly alert: (alert: Alert, position: string) => boolean;
  /** There was no room: resolves when there is again. */
  readonly roomAgain: () => Promise<void>;
  /** Not connected, and about to try (again); the `attempt`-th try since it was connected last. */
  readonly broken: (failure: Error, attempt: number, waitMs: number) => void;
  /** Given up, because trying again is pointless. */
  readonly lost: (failure: Error) => void;
};

/** Keeps a stream of alerts open. There is one way back from everything: ask again for what comes after the last position. */
export class AlertConnection {
  readonly #rest: Rest;
  readonly #options: Required<AlertOptions>;
  readonly #listener: AlertListener;
  readonly #told = new ToldAlerts();
  readonly #stopping = new AbortController();
  #position: string | null;
  #connectedAtMs = Number.POSITIVE_INFINITY;

  constructor(rest: Rest, options: Required<AlertOptions>, listener: AlertListener) {
    this.#rest = rest;
    this.#options = options;
    this.#listener = listener;
    this.#position = options.after;
    this.#told.begin(options.after);
  }

  /** The last position the server said; null before that, unless one was given. */
  get position(): string | null {
    return this.#position;
  }

  /** Runs until `stop` is called or the sign-in is not valid any more; never rejects. */
  async run(): Promise<void> {
    const { signal } = this.#stopping;
    const { maxBackoffMs, silenceMs } = this.#options;
    let firstMs = RETRY_MS;
    let backoff = new Backoff(firstMs, maxBackoffMs);
    for (let attempt = 1; !signal.aborted; attempt++) {
      this.#connectedAtMs = Number.POSITIVE_INFINITY;
      const take = (event: StreamEvent) => this.#take(event);
      const stream = { rest: this.#rest, after: this.#position, silenceMs, signal, take };
      const { failure, retryMs } = await readAlertStream(stream);
      if (signal.aborted) return;
      const stoodMs = Math.max(0, performance.now() - this.#connectedAtMs);
      if (stoodMs > 0) attempt = 1;
      if (retryMs !== null && retryMs !== firstMs) {
        firstMs = retryMs;
        backoff = new Backoff(firstMs, maxBackoffMs);
      } else if (stoodMs >= STEADY_MS) backoff.reset();

      if (failure === null) {
        await this.#listener.roomAgain();
        continue;
      }
      if (isFinal(failure)) return this.#listener.lost(failure);
      const waitMs =
        failure instanceof ServerLeft ? Math.random() * MOVE_MS : backoff.next() + askedToWaitMs(failure);
      this.#listener.broken(failure, attempt, waitMs);
      await pause(waitMs, signal);
    }
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** Returns whether more is wanted. What it throws, on what the house does not say too, ends the stream. */
  #take({ name, data, id }: StreamEvent): boolean {
    // Servers that are newer may have events not known here.
    if (!(name === 'hello' || name === 'alert' || name === 'anew' || name === 'bye')) return true;
    const said: unknown = JSON.parse(data);
    if (name === 'bye') throw farewell(said as AlertBye);
    if (id !== '') this.#position = id;
    if (name === 'hello') this.#greeted(said as AlertHello);
    else if (name === 'anew') this.#listener.anew(said as AlertAnew);
    else if (this.#told.isNews(said as Alert)) return this.#listener.alert(said as Alert, id);
    return true;
  }

  #greeted(hello: AlertHello): void {
    this.#connectedAtMs = performance.now();
    if (!hello.resumed) this.#told.begin(hello.position);
    this.#listener.connected(hello);
  }
}

/** The server goes, and another may be there. */
class ServerLeft extends ConnectionFailure {}

function farewell({ reason }: AlertBye): Error {
  if (reason === 'shutdown') return new ServerLeft('The server is shutting down.');
  if (reason !== 'signed_out') return new ConnectionFailure(`The server ended the stream (${reason}).`);
  return new ApiFailure(401, 'sign_in_required', 'This session has ended. Sign in again.', [], null);
}

/** Who is asked to wait waits so long, and then not for everybody else who was asked in the same instant. */
const askedToWaitMs = (failure: Error): number => (failure instanceof ApiFailure ? failure.retryAfterMs : 0);
