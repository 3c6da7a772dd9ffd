import type { RefusalCode } from '../../auction/refusals.ts';
import { readNumberKey } from '../../persistence/cursor.ts';
import { acceptedBids, auctionById } from '../../persistence/stored-auctions.ts';
import { type Guards, signedIn } from '../accounts/sessions.ts';
import { refuse } from '../doors/refusing.ts';
import type { App, Parts } from '../parts.ts';
import { knownFormOfId, readPage } from '../requests.ts';
import { AcceptedBidShape, BidRequestShape, PublicBidsShape } from '../shapes/bid-shapes.ts';
import { bidErrors, errors } from '../shapes/error-shapes.ts';
import { PageQueryShape } from '../shapes/page-shapes.ts';
import { AuctionParamsShape } from '../shapes/param-shapes.ts';
import { ANYBODY, USER } from '../shapes/security.ts';
import { causeOf } from '../tracing/traced-requests.ts';

/** All that the rules refuse a bid for, and what may keep it from reaching them. */
const REFUSED: readonly RefusalCode[] = [
  'no_such_auction',
  'duplicate_bid_id',
  'cancelled',
  'ended',
  'not_started',
  'own_auction',
  'already_leading',
  'buy_now_unavailable',
  'other_buy_now_price',
  'below_minimum',
  'maximum_not_raised',
  'insufficient_points',
  'mailbox_full',
  'room_moved',
  'unavailable',
];

export function auctionBidRoutes(app: App, { database, house }: Parts, guards: Guards): void {
  app.get(
    '/api/auctions/:id/bids',
    {
      onRequest: [guards.allowUser, knownFormOfId],
      schema: {
        tags: ['Bids'],
        summary: 'Accepted bids of an auction',
        description:
          'Newest first, under aliases that mean nothing in other auctions. Maxima are never shown.',
        security: ANYBODY,
        params: AuctionParamsShape,
        querystring: PageQueryShape,
        response: {
          200: PublicBidsShape,
          ...errors('invalid_request', 'invalid_cursor', 'sign_in_required', 'no_such_auction'),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
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

  app.post(
    '/api/auctions/:id/bids',
    {
      onRequest: [guards.requireUser, knownFormOfId],
      config: { malformed: 'malformed_bid', countedAs: 'bids' },
      schema: {
        tags: ['Bids'],
        summary: 'Bid',
        description:
          'Answered once the bid is decided and on disk, as over a socket. A refusal has its own code and status, and beside ' +
          '`error` the same `outcome` that a socket would have got. The same `bidId` again gets the same answer: after a ' +
          'connection that broke, or a 503, send the very same bid again.',
        security: USER,
        params: AuctionParamsShape,
        body: BidRequestShape,
        response: { 200: AcceptedBidShape, ...bidErrors('malformed_bid', 'sign_in_required', ...REFUSED) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const outcome = await house.bid(id, signedIn(request).id, request.body, causeOf(request));
      if (outcome.status === 'accepted') return outcome;
      return refuse(reply, outcome.code, { message: outcome.message, outcome });
    },
  );
}
