import { Type } from 'typebox';
import { decide } from '../../auction/decide.ts';
import { problemsWith } from '../../auction/terms.ts';
import { changeAuction, createAuction } from '../../persistence/listings.ts';
import { type Guards, signedIn } from '../accounts/sessions.ts';
import { auctionBody } from '../catalogue/auction-bodies.ts';
import { amended, itemOf, problemDetails, termsOf } from '../catalogue/listing-terms.ts';
import { refuse } from '../doors/refusing.ts';
import type { App, Parts } from '../parts.ts';
import { knownFormOfId } from '../requests.ts';
import { AuctionShape, ListingChangeShape, ListingShape } from '../shapes/auction-shapes.ts';
import { changeErrors } from '../shapes/error-shapes.ts';
import { AuctionParamsShape } from '../shapes/param-shapes.ts';
import { USER } from '../shapes/security.ts';

/** Why an item stays as it is. */
const KEPT = ['no_such_auction', 'not_seller', 'already_started', 'ended', 'cancelled'] as const;

/** Listing items, and changing or taking them back while nobody can bid yet. */
export function listingRoutes(
  app: App,
  { database, clock, config, house, feed, log }: Parts,
  guards: Guards,
): void {
  const ownAuction = [guards.requireUser, knownFormOfId];

  /** The change is stored and fenced already; telling an open room only spares it a failed settlement. */
  const refreshRoom = (auctionId: string) =>
    house
      .refresh(auctionId)
      .catch((error: unknown) => log.warn({ err: error, auctionId }, 'room not refreshed'));

  app.post(
    '/api/auctions',
    {
      onRequest: guards.requireUser,
      config: { countedAs: 'listings' },
      schema: {
        tags: ['Auctions'],
        summary: 'List an item',
        description: 'It is live from the instant it starts, which is now unless `startsAt` says otherwise.',
        security: USER,
        body: ListingShape,
        response: {
          201: AuctionShape,
          ...changeErrors('sign_in_required', 'invalid_terms', 'no_such_image'),
        },
      },
    },
    async (request, reply) => {
      const nowMs = clock.nowMs();
      const terms = termsOf(request.body, nowMs, config.feeBasisPoints);
      const problems = problemsWith(terms, nowMs);
      if (problems.length > 0) return refuse(reply, 'invalid_terms', { details: problemDetails(problems) });
      const sellerId = signedIn(request).id;
      const { title, description, category, imageIds } = request.body;
      const created = await createAuction(database.db, {
        title: title.trim(),
        description,
        ...(category !== undefined && { category }),
        ...(imageIds !== undefined && { imageIds }),
        sellerId,
        terms,
      });
      if (created.kind === 'refused') return refuse(reply, created.code);
      feed.soon();
      return reply.code(201).send(auctionBody(created.stored, clock.nowMs(), sellerId));
    },
  );

  app.patch(
    '/api/auctions/:id',
    {
      onRequest: ownAuction,
      schema: {
        tags: ['Auctions'],
        summary: 'Change a listing',
        description: 'Any part of it, by its seller, before it starts.',
        security: USER,
        params: AuctionParamsShape,
        body: ListingChangeShape,
        response: {
          200: AuctionShape,
          ...changeErrors('sign_in_required', 'invalid_terms', 'no_such_image', ...KEPT),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const byUserId = signedIn(request).id;
      const result = await changeAuction(database.db, id, (auction) => {
        const atMs = clock.nowMs();
        const terms = amended(auction.terms, request.body);
        const decision = decide(auction, { kind: 'edit', byUserId, terms, atMs });
        // Who may not edit at all need not hear what would be wrong with it.
        const problems = decision.kind === 'accepted' ? problemsWith(terms, atMs) : [];
        const { imageIds } = request.body;
        return {
          decision,
          problems,
          item: itemOf(request.body),
          ...(imageIds !== undefined && { imageIds }),
        };
      });
      if (result.kind === 'refused') return refuse(reply, result.code);
      if (result.kind === 'unsound') {
        return refuse(reply, 'invalid_terms', { details: problemDetails(result.problems) });
      }
      if (result.kind === 'withdrawn') return refuse(reply, 'no_such_auction');
      feed.soon();
      await refreshRoom(id);
      return auctionBody(result.stored, clock.nowMs(), byUserId);
    },
  );

  app.delete(
    '/api/auctions/:id',
    {
      onRequest: ownAuction,
      schema: {
        tags: ['Auctions'],
        summary: 'Take an item back',
        description: 'By its seller, before it starts. It is gone then.',
        security: USER,
        params: AuctionParamsShape,
        response: {
          204: Type.Null({ description: 'It is gone.' }),
          ...changeErrors('sign_in_required', ...KEPT),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const byUserId = signedIn(request).id;
      const result = await changeAuction(database.db, id, (auction) => ({
        decision: decide(auction, { kind: 'withdraw', byUserId, atMs: clock.nowMs() }),
      }));
      if (result.kind === 'refused') return refuse(reply, result.code);
      feed.soon();
      await refreshRoom(id);
      return reply.code(204).send(null);
    },
  );
}
