import { AUCTION_ROOM } from '../../auction/protocol.ts';
import type { TurnedAway } from '../../rooms/ports.ts';
import type { Guards } from '../accounts/sessions.ts';
import { partyOf } from '../doors/client-addresses.ts';
import { refuse } from '../doors/refusing.ts';
import type { ErrorCode } from '../error-codes.ts';
import { HTTP_LIMITS } from '../limits.ts';
import type { App, Parts } from '../parts.ts';
import { readAuctionId } from '../requests.ts';
import { changeErrors } from '../shapes/error-shapes.ts';
import { JoinShape, SeatShape } from '../shapes/realtime-shapes.ts';
import { ANYBODY } from '../shapes/security.ts';

const FLOODED = 'Too much came from you or your address. Wait as long as Retry-After says, and join again.';

function codeOf(why: TurnedAway): ErrorCode {
  if (why === 'sockets') return 'busy';
  return why === 'user_sockets' || why === 'address_sockets' ? 'too_many_sockets' : 'too_many_requests';
}

export function matchmakingRoutes(app: App, { house, observer }: Parts, { allowUser }: Guards): void {
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
          'is moving to another server the answer is 503: ask again. Whoever was closed for flooding is refused for some seconds.',
        security: ANYBODY,
        body: JoinShape,
        response: {
          200: SeatShape,
          ...changeErrors('sign_in_required', 'no_such_auction', 'too_many_sockets', 'busy', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const auctionId = readAuctionId(request.body.auctionId);
      if (auctionId === undefined) return refuse(reply, 'no_such_auction');
      const { user, sessionId } = request;
      const visitor = user === null || sessionId === null ? null : { userId: user.id, sessionId };
      const refusal = house.refuses(visitor, partyOf(request.ip));
      if (refusal !== undefined) {
        observer.turnedAway(refusal.why);
        const waitSeconds = Math.ceil(refusal.waitMs / 1_000);
        reply.header('retry-after', waitSeconds || HTTP_LIMITS.socketsRetryAfterSeconds);
        return refuse(reply, codeOf(refusal.why), waitSeconds > 0 ? { message: FLOODED } : {});
      }
      try {
        return (await house.seat(auctionId, visitor)) ?? refuse(reply, 'no_such_auction');
      } catch (error) {
        request.log.warn({ err: error, auctionId }, 'no seat could be had');
        return refuse(reply, 'unavailable');
      }
    },
  );
}
