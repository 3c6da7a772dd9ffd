import type { AuctionView, BidMessage, Standing } from '../auction/protocol.ts';
import { ConnectionFailure } from './failures.ts';
import { Heartbeat } from './heartbeat.ts';
import type { HouseClock } from './house-clock.ts';
import { RoomSocket, type ServerMessage } from './room-socket.ts';
import { snapshot } from './snapshot.ts';
import type { Arrival } from './view-changes.ts';

/** A seat that leads nowhere within this time is given up. */
const JOIN_MS = 10_000;

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
  readonly #joinTimer: ReturnType<typeof setTimeout>;
  #view: AuctionView | null = null;
  #standing: Standing = STRANGER;
  #joined = false;

  constructor({ url, clock, pingEveryMs, pingTimeoutMs, listener }: StayOptions) {
    this.#listener = listener;
    this.#socket = new RoomSocket(url, {
      state: (state) => this.#onView(snapshot(state)),
      message: (message) => this.#onMessage(message),
      closed: (code, reason) => this.#end(`The connection closed (${code}).`, reason),
    });
    this.#heartbeat = new Heartbeat(clock, {
      everyMs: pingEveryMs,
      timeoutMs: pingTimeoutMs,
      send: (request) => this.#socket.send('clock', request),
      dead: () => this.#end('The server stopped answering.'),
    });
    this.#joinTimer = setTimeout(() => this.#end('The room did not open in time.'), JOIN_MS);
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

  #end(why: string, cause?: string): void {
    this.#stopTimers();
    this.#socket.drop();
    this.#listener.ended(new ConnectionFailure(why, cause ? { cause } : {}));
  }

  #stopTimers(): void {
    this.#joined = false;
    clearTimeout(this.#joinTimer);
    this.#heartbeat.stop();
  }
}
