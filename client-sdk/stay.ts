import { type AuctionView, type BidMessage, CLOSE_LEAVING, type Standing } from '../auction/protocol.ts';
import { ConnectionFailure, ServerLeaving } from './failures.ts';
import { Heartbeat } from './heartbeat.ts';
import type { HouseClock } from './house-clock.ts';
import { RoomSocket, type ServerMessage } from './room-socket.ts';
import { snapshot } from './snapshot.ts';
import type { Arrival } from './view-changes.ts';

/**
 * A seat whose socket is not open by then leads nowhere: its server has just died and nobody knows yet. The server keeps a seat for four
 * seconds, and three round trips open a socket, so that a line on which each takes a second is still good enough.
 */
const OPEN_MS = 3_000;
/** A room that shows nothing of itself for so long, on a socket that is open, is given up. */
const JOIN_MS = 5_000;

export type StayListener = {
  /** The room is joined: the whole view, our standing and the house's time are known. Once, and first. */
  readonly joined: (arrival: Arrival) => void;
  readonly view: (view: AuctionView) => void;
  readonly message: (message: ServerMessage) => void;
  /** It is over, and not because `leave` was called. Once, and last. */
  readonly ended: (failure: ConnectionFailure) => void;
};

export type StayOptions = {
  readonly url: string;
  readonly clock: HouseClock;
  readonly pingEveryMs: number;
  readonly pingTimeoutMs: number;
  readonly listener: StayListener;
};

const STRANGER: Standing = { alias: null, leading: false, maximumPoints: null };

/** One stay in an auction's room, from taking the seat until the connection is gone. */
export class Stay {
  readonly #listener: StayListener;
  readonly #socket: RoomSocket;
  readonly #heartbeat: Heartbeat;
  #joinTimer: ReturnType<typeof setTimeout> | undefined;
  #view: AuctionView | null = null;
  #standing: Standing = STRANGER;
  #joined = false;

  constructor({ url, clock, pingEveryMs, pingTimeoutMs, listener }: StayOptions) {
    this.#listener = listener;
    this.#socket = new RoomSocket(url, {
      opened: () => this.#giveUpIn(JOIN_MS),
      state: (state) => this.#onView(snapshot(state)),
      message: (message) => this.#onMessage(message),
      closed: (code, reason) => this.#onClosed(code, reason),
    });
    this.#heartbeat = new Heartbeat(clock, {
      everyMs: pingEveryMs,
      timeoutMs: pingTimeoutMs,
      send: (request) => this.#socket.send('clock', request),
      dead: () => this.#end(new ConnectionFailure('The server stopped answering.')),
    });
    this.#giveUpIn(OPEN_MS);
  }

  #giveUpIn(ms: number): void {
    clearTimeout(this.#joinTimer);
    this.#joinTimer = setTimeout(
      () => this.#end(new ConnectionFailure('The room did not open in time.')),
      ms,
    );
  }

  /** Puts a bid on the wire, or drops it while the room is not joined. */
  bid(bid: BidMessage): void {
    if (this.#joined) this.#socket.send('bid', bid);
  }

  leave(): Promise<void> {
    this.#stopTimers();
    return this.#socket.leave();
  }

  #onView(view: AuctionView): void {
    const first = this.#view === null;
    this.#view = view;
    if (this.#joined) this.#listener.view(view);
    // Our standing follows the first state, and messages keep their order: by the first answer it is here.
    else if (first) this.#heartbeat.start();
  }

  #onMessage(message: ServerMessage): void {
    if (message.name === 'clock') {
      this.#heartbeat.answered(message.payload);
      if (!this.#joined) this.#onJoined();
    } else if (this.#joined) {
      this.#listener.message(message);
    } else if (message.name === 'standing') {
      this.#standing = message.payload;
    }
  }

  #onJoined(): void {
    if (this.#view === null) return;
    this.#joined = true;
    clearTimeout(this.#joinTimer);
    this.#listener.joined({ view: this.#view, standing: this.#standing });
  }

  #onClosed(code: number, reason: string): void {
    const Failure = code === CLOSE_LEAVING ? ServerLeaving : ConnectionFailure;
    this.#end(new Failure(`The connection closed (${code}).`, reason ? { cause: reason } : {}));
  }

  #end(failure: ConnectionFailure): void {
    this.#stopTimers();
    this.#socket.drop();
    this.#listener.ended(failure);
  }

  #stopTimers(): void {
    this.#joined = false;
    clearTimeout(this.#joinTimer);
    this.#heartbeat.stop();
  }
}
