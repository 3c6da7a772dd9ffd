import { AUCTION_ROOM, type JoinOptions, type Seat } from '../auction/protocol.ts';
import { ApiFailure } from './failures.ts';
import type { Rest } from './rest.ts';

/** Asks for a seat. The token travels here, in a header, and nowhere else: a WebSocket's address ends up in access logs. */
export function reserveSeat(rest: Rest, auctionId: string, signal: AbortSignal): Promise<Seat> {
  const body: JoinOptions = { auctionId };
  return rest.call('POST', `/matchmake/joinOrCreate/${AUCTION_ROOM}`, { body, signal });
}

/** Where the seat's WebSocket is. */
export function seatUrl(
  baseUrl: string,
  { publicAddress, processId, roomId, sessionId }: Omit<Seat, 'name'>,
): string {
  const [scheme, host] = baseUrl.startsWith('https:') ? ['wss', baseUrl.slice(8)] : ['ws', baseUrl.slice(7)];
  return `${scheme}://${publicAddress ?? host}/${processId}/${roomId}?sessionId=${encodeURIComponent(sessionId)}`;
}

/** Whether trying again is pointless: the auction is gone, the sign-in is not valid, or the request itself is wrong. */
export const isFinal = (failure: unknown): failure is ApiFailure =>
  failure instanceof ApiFailure &&
  // A bare 404 may be a proxy whose server is just being replaced; only our own server's word ends it.
  (failure.code === 'no_such_auction' || [400, 401, 403, 422].includes(failure.status));
