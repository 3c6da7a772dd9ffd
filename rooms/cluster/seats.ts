import { setTimeout as pause } from 'node:timers/promises';
import type { Client, Room } from '@colyseus/core';
import type { WebSocketClient } from '@colyseus/ws-transport';
import { ROOM_LIMITS } from '../limits.ts';

/** What Colyseus (0.18) keeps to itself. */
type Kept = {
  readonly _reservedSeats: Record<string, unknown>;
  readonly _reservedSeatTimeouts: Record<string, NodeJS.Timeout>;
  _autoDisposeTimeout: NodeJS.Timeout | undefined;
};

/** Gives up the seats whose sockets have not come yet: Colyseus would keep a room that has to go until the last of them has run out. */
export function giveUpSeats(room: Room): void {
  const kept = room as unknown as Kept;
  for (const [sessionId, timer] of Object.entries(kept._reservedSeatTimeouts)) {
    clearTimeout(timer);
    delete kept._reservedSeatTimeouts[sessionId];
    delete kept._reservedSeats[sessionId];
  }
  clearTimeout(kept._autoDisposeTimeout);
  kept._autoDisposeTimeout = undefined;
}

/** Resolves when all of them are closed, or after half a second: whoever does not answer to a goodbye is not waited for. */
export async function allGone(clients: Iterable<Client>): Promise<void> {
  const closings = Array.from(clients, (client) => {
    const socket = (client as WebSocketClient).ref;
    return socket.readyState === socket.CLOSED
      ? undefined
      : new Promise<void>((resolve) => socket.once('close', () => resolve()));
  });
  await Promise.race([Promise.all(closings), pause(ROOM_LIMITS.goneMs, undefined, { ref: false })]);
}
