import type { UserId } from '../../auction/auction.ts';
import { MessageMeter } from './message-meter.ts';

/** Whoever has an open socket: whose it is, and what came through it. `S` is the socket. */
export type Guest<S> = {
  readonly socket: S;
  readonly address: string;
  /** Null before the seat was taken, and for spectators. */
  userId: UserId | null;
  readonly messages: MessageMeter;
};

/** All sockets of one account, or of one address. */
type Party<S> = { readonly guests: Set<Guest<S>>; readonly messages: MessageMeter };

/** All open sockets of this process, found by account and by address. What is counted of a party goes with its last socket. */
export class SocketsInside<S> {
  readonly #users = new Map<UserId, Party<S>>();
  readonly #addresses = new Map<string, Party<S>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  ofUser(userId: UserId | null): Party<S> | undefined {
    return userId === null ? undefined : this.#users.get(userId);
  }

  ofAddress(address: string): Party<S> | undefined {
    return this.#addresses.get(address);
  }

  add(socket: S, address: string): Guest<S> {
    const guest = {
      socket,
      address,
      userId: null,
      messages: new MessageMeter(),
    };
    this.#size += 1;
    joined(this.#addresses, address, guest);
    return guest;
  }

  has(guest: Guest<S>): boolean {
    return this.#addresses.get(guest.address)?.guests.has(guest) ?? false;
  }

  /** The socket belongs to this account. */
  name(guest: Guest<S>, userId: UserId): void {
    guest.userId = userId;
    joined(this.#users, userId, guest);
  }

  /** False when it was not inside any more. */
  remove(guest: Guest<S>): boolean {
    if (!left(this.#addresses, guest.address, guest)) return false;
    if (guest.userId !== null) left(this.#users, guest.userId, guest);
    this.#size -= 1;
    return true;
  }
}

function joined<S>(parties: Map<string, Party<S>>, name: string, guest: Guest<S>): void {
  const party = parties.get(name) ?? { guests: new Set(), messages: new MessageMeter() };
  party.guests.add(guest);
  parties.set(name, party);
}

function left<S>(parties: Map<string, Party<S>>, name: string, guest: Guest<S>): boolean {
  const party = parties.get(name);
  if (party === undefined || !party.guests.delete(guest)) return false;
  if (party.guests.size === 0) parties.delete(name);
  return true;
}
