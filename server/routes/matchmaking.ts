import { Type } from 'typebox';
import { AUCTION_ROOM } from '../../auction/protocol.ts';
import type { App, Parts } from '../parts.ts';
import { refuse } from '../refusing.ts';
import { readAuctionId } from '../requests.ts';
import type { Guards } from '../sessions.ts';
import { ERRORS } from '../shapes/error-shapes.ts';

const JoinShape = Type.Object({ auctionId: Type.String() }, { additionalProperties: false });

/** Colyseus decides what a client needs to open its socket: it goes through as it is. */
const SeatShape = Type.Object({ roomId: Type.String() }, { additionalProperties: true });

export function matchmakingRoutes(app: App, { house }: Parts, { allowUser }: Guards): void {
  /**
   * The one door to the rooms: `{ auctionId }` → a seat. Without a token one watches; a bad token is 401 `sign_in_required`.
   * 404 `no_such_auction`; 503 `unavailable` while the room is moving: ask again. Every other way in that Colyseus knows does not exist here.
   */
  app.post(
    `/matchmake/joinOrCreate/${AUCTION_ROOM}`,
    { onRequest: allowUser, schema: { body: JoinShape, response: { 200: SeatShape, ...ERRORS } } },
    async (request, reply) => {
      const auctionId = readAuctionId(request.body.auctionId);
      if (auctionId === undefined) return refuse(reply, 'no_such_auction');
      const { user, sessionId } = request;
      const visitor = user === null || sessionId === null ? null : { userId: user.id, sessionId };
      try {
        return (await house.seat(auctionId, visitor)) ?? refuse(reply, 'no_such_auction');
      } catch (error) {
        request.log.warn({ error, auctionId }, 'no seat could be had');
        return refuse(reply, 'unavailable');
      }
    },
  );
}
