import { auctionById } from '../../persistence/stored-auctions.ts';
import { auctionBody } from '../auction-bodies.ts';
import type { App, Parts } from '../parts.ts';
import { refuse } from '../refusing.ts';
import { knownFormOfId } from '../requests.ts';
import type { Guards } from '../sessions.ts';
import { AuctionShape } from '../shapes/auction-shapes.ts';
import { ERRORS } from '../shapes/error-shapes.ts';

/** One auction: open to everybody. */
export function auctionRoutes(app: App, { database, clock, house }: Parts, guards: Guards): void {
  /** `AuctionBody`. 404 `no_such_auction`. */
  app.get(
    '/api/auctions/:id',
    { onRequest: [guards.allowUser, knownFormOfId], schema: { response: { 200: AuctionShape, ...ERRORS } } },
    async (request, reply) => {
      const stored = await auctionById(database.db, (request.params as { id: string }).id);
      if (stored === undefined) return refuse(reply, 'no_such_auction');
      return auctionBody(stored, clock.nowMs(), request.user?.id);
    },
  );

  /** Calls an auction off and gives everything held back → `AuctionBody`. 403 `admins_only`, 409 `ended`. */
  app.post(
    '/api/auctions/:id/cancel',
    {
      onRequest: [guards.requireAdmin, knownFormOfId],
      schema: { response: { 200: AuctionShape, ...ERRORS } },
    },
    async (request, reply) => {
      const { id } = request.params as { id: string };
      const refused = await house.cancel(id);
      if (refused !== undefined) return refuse(reply, refused);
      const stored = await auctionById(database.db, id);
      if (stored === undefined) return refuse(reply, 'no_such_auction');
      return auctionBody(stored, clock.nowMs(), undefined);
    },
  );
}
