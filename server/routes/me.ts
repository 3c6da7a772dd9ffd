import { auctionsOf } from '../../persistence/stored-auctions.ts';
import { readLogKey, readTimeKey } from '../../persistence/cursor.ts';
import { bidsOf, winsOf } from '../../persistence/own-activity.ts';
import { auctionBody } from '../auction-bodies.ts';
import type { App, Parts } from '../parts.ts';
import { refuse } from '../refusing.ts';
import { readPage } from '../requests.ts';
import { type Guards, signedIn } from '../sessions.ts';
import { MeShape } from '../shapes/account-shapes.ts';
import { AuctionShape, WinShape } from '../shapes/auction-shapes.ts';
import { OwnBidShape } from '../shapes/bid-shapes.ts';
import { ERRORS } from '../shapes/error-shapes.ts';
import { PageQueryShape, pageShape } from '../shapes/page-shapes.ts';

/** What concerns whoever is signed in; all lists newest first, all answer 400 `invalid_cursor`. */
export function meRoutes(app: App, { database, clock }: Parts, { requireUser }: Guards): void {
  /** `Me`. */
  app.get(
    '/api/me',
    { onRequest: requireUser, schema: { response: { 200: MeShape, ...ERRORS } } },
    async (request) => signedIn(request),
  );

  /** A page of `AuctionBody`: what one has listed, with one's own reserves. */
  app.get(
    '/api/me/auctions',
    {
      onRequest: requireUser,
      schema: { querystring: PageQueryShape, response: { 200: pageShape(AuctionShape), ...ERRORS } },
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

  /** A page of `OwnBidBody`: every attempt, accepted or refused. */
  app.get(
    '/api/me/bids',
    {
      onRequest: requireUser,
      schema: { querystring: PageQueryShape, response: { 200: pageShape(OwnBidShape), ...ERRORS } },
    },
    async (request, reply) => {
      const page = readPage(request.query, readLogKey);
      if (page === undefined) return refuse(reply, 'invalid_cursor');
      const { items, nextCursor } = await bidsOf(database.db, signedIn(request).id, page);
      return { items: items.map((bid) => ({ ...bid, at: bid.at.toISOString() })), nextCursor };
    },
  );

  /** A page of `WinBody`. */
  app.get(
    '/api/me/wins',
    {
      onRequest: requireUser,
      schema: { querystring: PageQueryShape, response: { 200: pageShape(WinShape), ...ERRORS } },
    },
    async (request, reply) => {
      const page = readPage(request.query, readTimeKey);
      if (page === undefined) return refuse(reply, 'invalid_cursor');
      const { items, nextCursor } = await winsOf(database.db, signedIn(request).id, page);
      return { items: items.map((win) => ({ ...win, at: win.at.toISOString() })), nextCursor };
    },
  );
}
