import type { IncomingMessage } from 'node:http';
import { matchMaker } from '@colyseus/core';
import type { Observer, TurnedAway } from '../ports.ts';
import type { Doors } from './doors.ts';

/** As Colyseus finds a room in the address of a socket. */
const PATH = /\/[\w-]+\/([\w-]+)$/;

const STATUS: { readonly [Why in TurnedAway]?: string } = {
  origin: '403 Forbidden',
  no_seat: '404 Not Found',
  sockets: '503 Service Unavailable',
};

export type UpgradeOptions = {
  readonly doors: Doors;
  readonly observer: Observer;
  readonly isAllowedOrigin: (origin: string | undefined, host: string | undefined) => boolean;
  readonly addressOf: (request: IncomingMessage) => string;
};

/**
 * Who may open a socket: refused ones are told by a status, and hung up on. Colyseus would leave them open, or open the socket first and
 * then look for the seat.
 */
export function upgradeFilter(options: UpgradeOptions): (request: IncomingMessage) => boolean {
  return (request) => {
    const why = refusalOf(options, request);
    if (why === undefined) return true;
    options.observer.turnedAway(why);
    const { socket } = request;
    socket.on('error', () => socket.destroy());
    socket.once('finish', () => socket.destroy());
    const status = STATUS[why] ?? '429 Too Many Requests';
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    return false;
  };
}

function refusalOf(
  { doors, isAllowedOrigin, addressOf }: UpgradeOptions,
  request: IncomingMessage,
): TurnedAway | undefined {
  const { origin, host } = request.headers;
  if (!isAllowedOrigin(origin, host)) return 'origin';
  return doors.refusesAddress(addressOf(request))?.why ?? (hasSeat(request.url) ? undefined : 'no_seat');
}

/** What is no address at all has no seat either; Colyseus would throw. */
function hasSeat(path = '/'): boolean {
  const address = URL.parse(`ws://server${path}`);
  const roomId = address?.pathname.match(PATH)?.[1];
  const sessionId = address?.searchParams.get('sessionId');
  if (address === null || roomId === undefined || sessionId == null) return false;
  const token = address.searchParams.get('reconnectionToken') ?? undefined;
  return matchMaker.getLocalRoomById(roomId)?.hasReservedSeat(sessionId, token) ?? false;
}
