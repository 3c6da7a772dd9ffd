import type { IncomingMessage, Server } from 'node:http';
import { type WebSocketClient, WebSocketTransport } from '@colyseus/ws-transport';
import { ROOM_LIMITS } from '../limits.ts';
import { takeSharedFrames } from '../view/shared-frames.ts';
import { type UpgradeOptions, upgradeFilter } from './upgrades.ts';

/** What of a WebSocket server is needed to be the first who hears of a socket. */
type Sockets = {
  prependListener(
    event: 'connection',
    listener: (socket: WebSocketClient['ref'], request: IncomingMessage) => void,
  ): void;
};

/** Colyseus's sockets behind our doors. Messages are small, come in few pieces, and are never packed: nothing grows when it is read. */
export function guardedTransport(options: UpgradeOptions) {
  const transport = new WebSocketTransport({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: ROOM_LIMITS.messageBytes,
    maxFragments: ROOM_LIMITS.fragments,
    // Thousands of messages fit into what is read of one socket at once: each in a turn of its own, with those of others in between.
    allowSynchronousEvents: false,
  });
  const { wss } = transport as unknown as { wss: Sockets };
  wss.prependListener('connection', (socket, request) => {
    // First, so that what the doors measure of a socket includes them.
    takeSharedFrames(socket, request.socket);
    options.doors.opened(socket, options.addressOf(request));
  });
  return {
    /** Serves sockets on a server that is listening already. */
    attach(server: Server): void {
      transport.attachToServer(server, { filter: upgradeFilter(options) });
    },
    stop(): void {
      transport.shutdown();
    },
  };
}
