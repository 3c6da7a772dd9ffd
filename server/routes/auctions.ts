import { isLiked } from '../../persistence/likes/reading.ts';
import { auctionById } from '../../persistence/stored-auctions.ts';
import type { Guards } from '../accounts/sessions.ts';
import { auctionBody } from '../catalogue/auction-bodies.ts';
import { refuse } from '../doors/refusing.ts';
import type { App, Parts } from '../parts.ts';
import { knownFormOfId } from '../requests.ts';
import { AuctionShape } from '../shapes/auction-shapes.ts';
import { changeErrors, errors } from '../shapes/error-shapes.ts';
import { AuctionParamsShape } from '../shapes/param-shapes.ts';
import { ADMIN, ANYBODY } from '../shapes/security.ts';

/** What keeps a command from being settled; sent again, it may be. */
const NOT_NOW = ['mailbox_full', 'room_moved', 'unavailable'] as const;

/** One auction: open to everybody. */
export function auctionRoutes(app: App, { database, likes, clock, house }: Parts, guards: Guards): void {
  app.get(
    '/api/auctions/:id',
    {
      onRequest: [guards.allowUser, knownFormOfId],
      schema: {
        tags: ['Auctions'],
        summary: 'One auction',
        description: 'As it was committed last. Its seller also sees the reserve.',
        security: ANYBODY,
        params: AuctionParamsShape,
        response: {
          200: AuctionShape,
          ...errors('invalid_request', 'sign_in_required', 'no_such_auction'),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const viewerId = request.user?.id;
      const unwritten = await likes.unwritten(id, viewerId);
      const stored = await auctionById(database.db, id);
      if (stored === undefined) return refuse(reply, 'no_such_auction');
      const body = auctionBody(
        { ...stored, likes: unwritten.likes ?? stored.likes },
        clock.nowMs(),
        viewerId,
      );
      if (viewerId === undefined) return body;
      return { ...body, liked: unwritten.liked ?? (await isLiked(database.db, id, viewerId)) };
    },
  );

  app.post(
    '/api/auctions/:id/cancel',
    {
      onRequest: [guards.requireAdmin, knownFormOfId],
      schema: {
        tags: ['Administration'],
        summary: 'Call an auction off',
        description: 'Everything that is held for it is given back in the same commit.',
        security: ADMIN,
        params: AuctionParamsShape,
        response: {
          200: AuctionShape,
          ...changeErrors('sign_in_required', 'admins_only', 'no_such_auction', 'ended', ...NOT_NOW),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const refused = await house.cancel(id);
      if (refused !== undefined) return refuse(reply, refused);
      const stored = await auctionById(database.db, id);
      if (stored === undefined) return refuse(reply, 'no_such_auction');
      return auctionBody(stored, clock.nowMs(), undefined);
    },
  );
}
