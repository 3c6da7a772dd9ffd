import { Room } from '@colyseus/sdk';
import { AUCTION_ROOM, type ClientMessages, type ServerMessages } from '../auction/protocol.ts';
import type { RoomState } from './snapshot.ts';

/** A message from the room, by name. Messages of newer servers may have names not known here. */
export type ServerMessage = {
  [Name in keyof ServerMessages]: { readonly name: Name; readonly payload: ServerMessages[Name] };
}[keyof ServerMessages];

export type RoomSocketListener = {
  /** There is somebody at the other end; once, and first. */
  readonly opened: () => void;
  /** The whole state at first, and the same object again after every patch. */
  readonly state: (state: RoomState) => void;
  readonly message: (message: ServerMessage) => void;
  /** The socket closed without having been asked to; once, and last. */
  readonly closed: (code: number, reason: string) => void;
};

/** The close code by which a Colyseus client says that it leaves on purpose. */
const CONSENTED = 4000;
const PROTOCOL_ERROR = 4400;
/** How long a polite goodbye may take; a dead peer never answers it. */
const GOODBYE_MS = 1_000;

/**
 * One WebSocket to one room. Colyseus's `Room` decodes the frames, but the socket is ours: its own connection logs to the
 * console, shares one list of offline listeners among all rooms, and reconnects by rules that know nothing of pending bids.
 */
export class RoomSocket {
  readonly #room = new DecodingRoom(AUCTION_ROOM);
  readonly #socket: WebSocket;
  readonly #listener: RoomSocketListener;

  constructor(url: string, listener: RoomSocketListener) {
    this.#listener = listener;
    this.#socket = new WebSocket(url);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onopen = () => listener.opened();
    this.#socket.onmessage = ({ data }) => this.#receive(data);
    this.#socket.onclose = ({ code, reason }) => listener.closed(code, reason);
    this.#room.attach(this.#socket);
    this.#room.onStateChange((state) => listener.state(state));
    this.#room.onMessage('*', (name, payload) => listener.message({ name, payload } as ServerMessage));
  }

  /** Nothing is queued: while the socket is not open a message is dropped, and the caller sends it again on the next one. */
  send<Name extends keyof ClientMessages>(name: Name, payload: ClientMessages[Name]): void {
    if (this.#room.isOpen) this.#room.send(name, payload);
  }

  /** Lets go of a socket that is of no more use, without waiting: a half-open one would never confirm. */
  drop(): void {
    this.#socket.onopen = null;
    this.#socket.onmessage = null;
    this.#socket.onclose = null;
    this.#socket.close(CONSENTED);
  }

  /** Says goodbye and resolves once the server has confirmed, or after a second. */
  leave(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, GOODBYE_MS);
      this.drop();
      if (this.#socket.readyState === WebSocket.CLOSED) {
        clearTimeout(timer);
        return resolve();
      }
      this.#socket.onclose = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #receive(data: ArrayBuffer): void {
    try {
      this.#room.receive(data);
    } catch {
      // State and stream no longer fit together; only a fresh start from the full state can repair that.
      this.drop();
      this.#listener.closed(PROTOCOL_ERROR, 'A frame could not be decoded.');
    }
  }
}

class DecodingRoom extends Room<unknown, RoomState> {
  attach(socket: WebSocket): void {
    const connection = {
      get isOpen() {
        return socket.readyState === WebSocket.OPEN;
      },
      send: (frame: Uint8Array<ArrayBuffer>) => socket.send(frame),
      close: (code?: number) => socket.close(code),
    };
    this.connection = connection as unknown as typeof this.connection;
  }

  get isOpen(): boolean {
    return this.connection.isOpen;
  }

  receive(data: ArrayBuffer): void {
    this.onMessageCallback({ data } as MessageEvent);
  }
}
