import { type Client, ClientState } from '@colyseus/core';
import type { WebSocketClient } from '@colyseus/ws-transport';
import type { UserId } from '../../auction/auction.ts';
import { CLOSE_FLOODING } from '../../auction/protocol.ts';
import { ROOM_LIMITS } from '../limits.ts';
import type { Observer, TurnedAway } from '../ports.ts';
import { type Guest, SocketsInside } from './sockets-inside.ts';
import { Turnstile } from './turnstile.ts';

type WebSocket = WebSocketClient['ref'];

/** How much one may do on this node; 0: as much as one likes. */
export type DoorLimits = {
  /** Messages per second. */
  readonly socketMessages: number;
  readonly userMessages: number;
  readonly addressMessages: number;
  /** Open sockets. */
  readonly userSockets: number;
  readonly addressSockets: number;
  readonly sockets: number;
  /** A reader that lets so much wait is let go. */
  readonly unsentBytes: number;
};

/** Why somebody may not come in just now; `waitMs` is 0 where that depends on others than the clock. */
export type Refusal = { readonly why: TurnedAway; readonly waitMs: number };

/**
 * What holds for every socket of this process, whatever room it is in: how many there may be, how much may come through them, and how
 * much may wait to be read. Whoever sends too much is closed at once and stays away for a while.
 */
export class Doors {
  readonly #limits: DoorLimits;
  readonly #observer: Observer;
  readonly #inside = new SocketsInside<WebSocket>();
  readonly #guests = new WeakMap<WebSocket, Guest<WebSocket>>();
  readonly #away = new Turnstile(ROOM_LIMITS.floodedMs, ROOM_LIMITS.floodersKnown);

  constructor(limits: DoorLimits, observer: Observer) {
    this.#limits = limits;
    this.#observer = observer;
  }

  /** Why nobody of this address may come in; undefined when they may. */
  refusesAddress(address: string): Refusal | undefined {
    const { addressSockets, sockets } = this.#limits;
    const waitMs = this.#away.awayMs(ofAddress(address), performance.now());
    if (waitMs > 0) return { why: 'address_messages', waitMs };
    const open = this.#inside.ofAddress(address)?.guests.size ?? 0;
    if (isOver(open + 1, addressSockets)) return { why: 'address_sockets', waitMs: 0 };
    return isOver(this.#inside.size + 1, sockets) ? { why: 'sockets', waitMs: 0 } : undefined;
  }

  /** Why this visitor may not come in; undefined when they may. */
  refuses(userId: UserId | null, address: string): Refusal | undefined {
    return this.refusesAddress(address) ?? this.#refusesVisitor(userId, address);
  }

  #refusesVisitor(userId: UserId | null, address: string): Refusal | undefined {
    const waitMs = this.#away.awayMs(ofVisitor(userId, address), performance.now());
    if (waitMs > 0) return { why: userId === null ? 'socket_messages' : 'user_messages', waitMs };
    const open = this.#inside.ofUser(userId)?.guests.size ?? 0;
    return isOver(open + 1, this.#limits.userSockets) ? { why: 'user_sockets', waitMs: 0 } : undefined;
  }

  /** A socket that was let in: from now on it is counted. Called before anybody else listens to it. */
  opened(socket: WebSocket, address: string): void {
    const guest = this.#inside.add(socket, address);
    this.#guests.set(socket, guest);
    const heard = () => this.#heard(guest);
    socket.on('message', heard).on('ping', heard).on('pong', heard);
    socket.on('close', () => this.#inside.remove(guest));
    this.#boundSending(guest);
  }

  /** Its seat was taken by this account. False when it may not come in: then it is being closed. */
  enters(client: Client, userId: UserId | null): boolean {
    const guest = this.#guests.get((client as WebSocketClient).ref);
    if (guest === undefined || !this.#inside.has(guest)) return false;
    const refusal = this.#refusesVisitor(userId, guest.address);
    if (refusal !== undefined) {
      this.#close(guest, refusal.why);
      return false;
    }
    if (userId !== null) this.#inside.name(guest, userId);
    // What is meant for a client that never says that it is there would be kept for it.
    const patience = setTimeout(() => {
      if (client.state === ClientState.JOINING) this.#terminate(guest, 'silent_socket');
    }, ROOM_LIMITS.helloMs).unref();
    guest.socket.on('close', () => clearTimeout(patience));
    return true;
  }

  #heard(guest: Guest<WebSocket>): void {
    // What came along with the last that was too much.
    if (!this.#inside.has(guest)) return;
    const nowMs = performance.now();
    const { socketMessages, userMessages, addressMessages } = this.#limits;
    if (isOver(guest.messages.add(nowMs), socketMessages)) {
      this.#floods(guest, 'socket_messages');
      return;
    }
    const user = this.#inside.ofUser(guest.userId);
    if (user !== undefined && isOver(user.messages.add(nowMs), userMessages)) {
      for (const each of [...user.guests]) this.#floods(each, 'user_messages');
      return;
    }
    const neighbours = this.#inside.ofAddress(guest.address);
    if (neighbours === undefined || !isOver(neighbours.messages.add(nowMs), addressMessages)) return;
    // People behind one address need not know each other: only those go who sent more than their share.
    const share = addressMessages / neighbours.guests.size;
    this.#away.sendAway(ofAddress(guest.address), nowMs);
    for (const each of [...neighbours.guests]) {
      if (each.messages.inThisSecond(nowMs) > share) this.#floods(each, 'address_messages');
    }
  }

  #floods(guest: Guest<WebSocket>, why: TurnedAway): void {
    if (!this.#close(guest, why)) return;
    this.#away.sendAway(ofVisitor(guest.userId, guest.address), performance.now());
  }

  /** Nothing more is read from it, and whoever does not hang up is hung up on. */
  #close(guest: Guest<WebSocket>, why: TurnedAway): boolean {
    if (!this.#inside.remove(guest)) return false;
    this.#observer.turnedAway(why);
    const { socket } = guest;
    socket.removeAllListeners('message');
    socket.close(CLOSE_FLOODING);
    socket.pause();
    setTimeout(() => socket.terminate(), ROOM_LIMITS.goodbyeMs).unref();
    return true;
  }

  /** What waits for it is given back at once: a goodbye would wait behind it. */
  #terminate(guest: Guest<WebSocket>, why: TurnedAway): void {
    if (!this.#inside.remove(guest)) return;
    this.#observer.turnedAway(why);
    guest.socket.terminate();
  }

  /** Looked at with every frame: a hot auction fills a megabyte sooner than any timer looks. */
  #boundSending(guest: Guest<WebSocket>): void {
    const { socket } = guest;
    const { unsentBytes } = this.#limits;
    const send = socket.send.bind(socket) as (...args: unknown[]) => void;
    socket.send = (...args: unknown[]) => {
      send(...args);
      if (isOver(socket.bufferedAmount, unsentBytes)) this.#terminate(guest, 'slow_reader');
    };
  }
}

const isOver = (amount: number, most: number) => most > 0 && amount > most;

const ofAddress = (address: string) => `address ${address}`;

/** Strangers of an address are one; accounts are not answerable for them. */
const ofVisitor = (userId: UserId | null, address: string) =>
  userId === null ? `strangers ${address}` : `user ${userId}`;
