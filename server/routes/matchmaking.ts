import { AUCTION_ROOM } from '../../auction/protocol.ts';
import type { App, Parts } from '../parts.ts';
import { refuse } from '../refusing.ts';
import { readAuctionId } from '../requests.ts';
import type { Guards } from '../sessions.ts';
import { changeErrors } from '../shapes/error-shapes.ts';
import { JoinShape, SeatShape } from '../shapes/realtime-shapes.ts';
import { ANYBODY } from '../shapes/security.ts';

export function matchmakingRoutes(app: App, { house }: Parts, { allowUser }: Guards): void {
  /** The one door to the rooms. Every other way in that Colyseus knows does not exist here. */
  app.post(
    `/matchmake/joinOrCreate/${AUCTION_ROOM}`,
    {
      onRequest: allowUser,
      schema: {
        tags: ['Realtime'],
        summary: 'Join an auction',
        description:
          'A seat in the auction’s room, kept for some seconds: open its socket with it. Without a token one watches. While the room ' +
          'is moving to another server the answer is 503: ask again.',
        security: ANYBODY,
        body: JoinShape,
        response: {
          200: SeatShape,
          ...changeErrors('sign_in_required', 'no_such_auction', 'unavailable'),
        },
      },
    },
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
