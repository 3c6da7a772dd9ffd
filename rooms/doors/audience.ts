import type { Client } from '@colyseus/core';
import type { UserId } from '../../auction/auction.ts';
import type { Doorkeeper } from './doorkeeper.ts';

/** Verified at the door and handed over with the seat; nulls for spectators. Not `sessionId`: Colyseus would take it for its own. */
export type SeatAuth = { readonly userId: UserId | null; readonly session: string | null };

/** Who is in a room: everybody's sockets, found by the account they belong to. */
export class Audience {
  readonly #doorkeeper: Doorkeeper;
  readonly #sockets = new Map<UserId, Set<Client>>();

  constructor(doorkeeper: Doorkeeper) {
    this.#doorkeeper = doorkeeper;
  }

  enters(client: Client, auth: SeatAuth): void {
    client.userData = auth;
    if (auth.session !== null) this.#doorkeeper.enters(auth.session, client);
    if (auth.userId === null) return;
    const sockets = this.#sockets.get(auth.userId) ?? new Set();
    this.#sockets.set(auth.userId, sockets.add(client));
  }

  leaves(client: Client): void {
    const { userId, session } = this.authOf(client);
    if (session !== null) this.#doorkeeper.leaves(session, client);
    if (userId === null) return;
    const sockets = this.#sockets.get(userId);
    sockets?.delete(client);
    if (sockets?.size === 0) this.#sockets.delete(userId);
  }

  /** Whoever did not get as far as entering is nobody. */
  authOf(client: Client): SeatAuth {
    return (client.userData as SeatAuth | undefined) ?? { userId: null, session: null };
  }

  socketsOf(userId: UserId): Iterable<Client> {
    return this.#sockets.get(userId) ?? [];
  }

  get accounts(): Iterable<UserId> {
    return this.#sockets.keys();
  }
}
