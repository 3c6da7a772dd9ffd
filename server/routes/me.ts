import { readLogKey, readTimeKey } from '../../persistence/cursor.ts';
import { bidsOf, winsOf } from '../../persistence/own-activity.ts';
import { auctionsOf } from '../../persistence/stored-auctions.ts';
import { type Guards, signedIn } from '../accounts/sessions.ts';
import { auctionBody } from '../catalogue/auction-bodies.ts';
import { refuse } from '../doors/refusing.ts';
import type { App, Parts } from '../parts.ts';
import { readPage } from '../requests.ts';
import { MeShape } from '../shapes/account-shapes.ts';
import { AuctionsShape, WinsShape } from '../shapes/auction-shapes.ts';
import { OwnBidsShape } from '../shapes/bid-shapes.ts';
import { errors } from '../shapes/error-shapes.ts';
import { PageQueryShape } from '../shapes/page-shapes.ts';
import { USER } from '../shapes/security.ts';

/** What concerns whoever is signed in; all lists newest first, all answer 400 `invalid_cursor`. */
export function meRoutes(app: App, { database, clock }: Parts, { requireUser }: Guards): void {
  const tags = ['My affairs'];
  const ofLists = errors('invalid_request', 'invalid_cursor', 'sign_in_required');

  app.get(
    '/api/me',
    {
      onRequest: requireUser,
      schema: {
        tags,
        summary: 'Who one is',
        security: USER,
        response: { 200: MeShape, ...errors('sign_in_required') },
      },
    },
    async (request) => signedIn(request),
  );

  app.get(
    '/api/me/auctions',
    {
      onRequest: requireUser,
      schema: {
        tags,
        summary: 'What one sells',
        description: 'Newest first, with one’s own reserves.',
        security: USER,
        querystring: PageQueryShape,
        response: { 200: AuctionsShape, ...ofLists },
      },
    },
    async (request, reply) => {
      const page = readPage(request.query, readTimeKey);
      if (page === undefined) return refuse(reply, 'invalid_cursor');
      const sellerId = signedIn(request).id;
      const { items, nextCursor } = await auctionsOf(database.db, sellerId, page);
      const nowMs = clock.nowMs();
      return { items: items.map((stored) => auctionBody(stored, nowMs, sellerId)), nextCursor };
    },
  );

  app.get(
    '/api/me/bids',
    {
      onRequest: requireUser,
      schema: {
        tags,
        summary: 'What one has bid',
        description: 'Every attempt, accepted or refused, newest first.',
        security: USER,
        querystring: PageQueryShape,
        response: { 200: OwnBidsShape, ...ofLists },
      },
    },
    async (request, reply) => {
      const page = readPage(request.query, readLogKey);
      if (page === undefined) return refuse(reply, 'invalid_cursor');
      const { items, nextCursor } = await bidsOf(database.db, signedIn(request).id, page);
      return { items: items.map((bid) => ({ ...bid, at: bid.at.toISOString() })), nextCursor };
    },
  );

  app.get(
    '/api/me/wins',
    {
      onRequest: requireUser,
      schema: {
        tags,
        summary: 'What one has won',
        description: 'Newest first.',
        security: USER,
        querystring: PageQueryShape,
        response: { 200: WinsShape, ...ofLists },
      },
    },
    async (request, reply) => {
      const page = readPage(request.query, readTimeKey);
      if (page === undefined) return refuse(reply, 'invalid_cursor');
      const { items, nextCursor } = await winsOf(database.db, signedIn(request).id, page);
      return { items: items.map((win) => ({ ...win, at: win.at.toISOString() })), nextCursor };
    },
  );
}
