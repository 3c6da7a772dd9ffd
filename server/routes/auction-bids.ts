import { acceptedBids, auctionById } from '../../persistence/stored-auctions.ts';
import { readNumberKey } from '../../persistence/cursor.ts';
import type { App, Parts } from '../parts.ts';
import { refuse } from '../refusing.ts';
import { knownFormOfId, readPage } from '../requests.ts';
import { type Guards, signedIn } from '../sessions.ts';
import { AcceptedBidShape, BidRequestShape, PublicBidShape } from '../shapes/bid-shapes.ts';
import { BID_ERRORS, ERRORS } from '../shapes/error-shapes.ts';
import { PageQueryShape, pageShape } from '../shapes/page-shapes.ts';

export function auctionBidRoutes(app: App, { database, house }: Parts, guards: Guards): void {
  /** A page of `PublicBidBody`, newest first: accepted bids under their bidders' aliases. 404 `no_such_auction`. */
  app.get(
    '/api/auctions/:id/bids',
    {
      onRequest: [guards.allowUser, knownFormOfId],
      schema: { querystring: PageQueryShape, response: { 200: pageShape(PublicBidShape), ...ERRORS } },
    },
    async (request, reply) => {
      const { id } = request.params as { id: string };
      const page = readPage(request.query, readNumberKey);
      if (page === undefined) return refuse(reply, 'invalid_cursor');
      const { items, nextCursor } = await acceptedBids(database.db, id, page);
      // Only an empty list leaves open whether there is such an auction at all.
      if (items.length === 0 && (await auctionById(database.db, id)) === undefined) {
        return refuse(reply, 'no_such_auction');
      }
      const shown = items.map(({ seq, bidderId, pricePoints, at }) => ({
        seq,
        alias: house.alias(id, bidderId),
        pricePoints,
        at: at.toISOString(),
      }));
      return { items: shown, nextCursor };
    },
  );

  /**
   * `BidRequest` → 200 `AcceptedBid`, once it is on disk. Refused: the refusal's own code and status, and beside `error` the same
   * `outcome` that a socket would have got. The same `bidId` again gets the same answer. 400 `malformed_bid`.
   */
  app.post(
    '/api/auctions/:id/bids',
    {
      onRequest: [guards.requireUser, knownFormOfId],
      config: { malformed: 'malformed_bid' },
      schema: { body: BidRequestShape, response: { 200: AcceptedBidShape, ...BID_ERRORS } },
    },
    async (request, reply) => {
      const { id } = request.params as { id: string };
      const outcome = await house.bid(id, signedIn(request).id, request.body);
      if (outcome.status === 'accepted') return outcome;
      return refuse(reply, outcome.code, { message: outcome.message, outcome });
    },
  );
}
