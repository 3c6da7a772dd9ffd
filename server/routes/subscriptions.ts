import { phaseAt } from '../../auction/auction.ts';
import { ALERT_LIMITS } from '../../persistence/alerts/limits.ts';
import { subscriptionsOf } from '../../persistence/alerts/subscribed.ts';
import { subscribe, unsubscribe } from '../../persistence/alerts/subscriptions.ts';
import { readTimeKey } from '../../persistence/cursor.ts';
import { type Guards, signedIn } from '../accounts/sessions.ts';
import { refuse } from '../doors/refusing.ts';
import type { App, Parts } from '../parts.ts';
import { knownFormOfId, readPage } from '../requests.ts';
import { SubscriptionStateShape, SubscriptionsShape } from '../shapes/alert-shapes.ts';
import { changeErrors, errors } from '../shapes/error-shapes.ts';
import { PageQueryShape } from '../shapes/page-shapes.ts';
import { AuctionParamsShape } from '../shapes/param-shapes.ts';
import { USER } from '../shapes/security.ts';

/** Which auctions one hears of. */
export function subscriptionRoutes(
  app: App,
  { database, alerts, clock }: Parts,
  { requireUser }: Guards,
): void {
  const { db } = database;
  const ofAuction = {
    url: '/api/auctions/:id/subscription',
    onRequest: [requireUser, knownFormOfId],
  };
  const documented = { tags: ['Alerts'], security: USER, params: AuctionParamsShape };

  app.route({
    ...ofAuction,
    method: 'PUT',
    schema: {
      ...documented,
      summary: 'Hear of an auction',
      description:
        'Who sells or bids there hears of it anyway, unless they said no; this takes a no back. The same again changes nothing. ' +
        `One may ask to hear of ${ALERT_LIMITS.askedAtOnce} open auctions at a time.`,
      response: {
        200: SubscriptionStateShape,
        ...changeErrors(
          'sign_in_required',
          'no_such_auction',
          'ended',
          'cancelled',
          'too_many_subscriptions',
        ),
      },
    },
    handler: async (request, reply) => {
      const auctionId = request.params.id;
      const userId = signedIn(request).id;
      const result = await subscribe(db, { auctionId, userId });
      if (result.kind === 'refused') return refuse(reply, result.code);
      await alerts.subscriptionsChanged(userId);
      return { auctionId, subscribed: true, reason: result.reason };
    },
  });

  app.route({
    ...ofAuction,
    method: 'DELETE',
    schema: {
      ...documented,
      summary: 'Hear of an auction no more',
      description:
        'A no that stays: selling or bidding there does not undo it. What was told already stays, too.',
      response: { 200: SubscriptionStateShape, ...changeErrors('sign_in_required', 'no_such_auction') },
    },
    handler: async (request, reply) => {
      const auctionId = request.params.id;
      const userId = signedIn(request).id;
      const result = await unsubscribe(db, { auctionId, userId });
      if (result.kind === 'refused') return refuse(reply, result.code);
      await alerts.subscriptionsChanged(userId);
      return { auctionId, subscribed: false, reason: result.reason };
    },
  });

  app.get(
    '/api/me/subscriptions',
    {
      onRequest: requireUser,
      schema: {
        tags: ['Alerts'],
        summary: 'What one hears of',
        description:
          'Auctions one sells, bids on or asked to hear of, also those that are over; newest first.',
        security: USER,
        querystring: PageQueryShape,
        response: {
          200: SubscriptionsShape,
          ...errors('invalid_request', 'invalid_cursor', 'sign_in_required'),
        },
      },
    },
    async (request, reply) => {
      const page = readPage(request.query, readTimeKey);
      if (page === undefined) return refuse(reply, 'invalid_cursor');
      const { items, nextCursor } = await subscriptionsOf(db, signedIn(request).id, page);
      const nowMs = clock.nowMs();
      return {
        items: items.map(({ auction, title, reason, at }) => ({
          auctionId: auction.id,
          title,
          reason,
          phase: phaseAt(auction, nowMs),
          pricePoints: auction.pricePoints,
          bidCount: auction.acceptedBids,
          endsAt: new Date(auction.endsAtMs).toISOString(),
          at: at.toISOString(),
        })),
        nextCursor,
      };
    },
  );
}
