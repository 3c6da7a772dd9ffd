import { shown } from '../../persistence/catalogue/overlay.ts';
import { joined } from '../../persistence/catalogue/page.ts';
import { readTimeKey } from '../../persistence/cursor.ts';
import { likedBy } from '../../persistence/likes/reading.ts';
import { type Guards, signedIn } from '../accounts/sessions.ts';
import { refuse } from '../doors/refusing.ts';
import type { App, Parts } from '../parts.ts';
import { knownFormOfId, readPage } from '../requests.ts';
import { LikedPageShape, LikeShape } from '../shapes/catalogue-shapes.ts';
import { changeErrors, errors } from '../shapes/error-shapes.ts';
import { PageQueryShape } from '../shapes/page-shapes.ts';
import { AuctionParamsShape } from '../shapes/param-shapes.ts';
import { USER } from '../shapes/security.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

export function likeRoutes(app: App, { database, likes, clock }: Parts, { requireUser }: Guards): void {
  for (const liked of [true, false]) {
    app.route({
      method: liked ? 'PUT' : 'DELETE',
      url: '/api/auctions/:id/like',
      onRequest: [requireUser, knownFormOfId],
      schema: {
        tags: ['Likes'],
        summary: liked ? 'Like an auction' : 'Take a like back',
        description:
          'Once per person: the same again changes nothing. `likeCount` is what everybody sees from now on. ' +
          'Lists are sorted by it within a second.',
        security: USER,
        params: AuctionParamsShape,
        response: { 200: LikeShape, ...changeErrors('sign_in_required', 'no_such_auction', 'busy') },
      },
      handler: async (request, reply) => {
        const auctionId = request.params.id;
        const userId = signedIn(request).id;
        const result = await likes.want({ auctionId, userId, liked, atMs: clock.nowMs() });
        if (result.kind === 'refused') return refuse(reply, result.code);
        return { auctionId, liked, likeCount: result.likes };
      },
    });
  }

  app.get(
    '/api/me/likes',
    {
      onRequest: requireUser,
      schema: {
        tags: ['My affairs'],
        summary: 'What one likes',
        description: 'Cards, what was liked last first.',
        security: USER,
        querystring: PageQueryShape,
        response: { 200: LikedPageShape, ...errors('invalid_request', 'invalid_cursor', 'sign_in_required') },
      },
    },
    async (request, reply) => {
      const page = readPage(request.query, readTimeKey);
      if (page === undefined) return refuse(reply, 'invalid_cursor');
      const { id } = signedIn(request);
      await likes.settle(id);
      const liked = await likedBy(database.reader, id, { ...page, nowMs: clock.nowMs() });
      const cards = await shown(joined(liked.items.map(({ card }) => card)), likes.overlay);
      const body = `{"items":[${cards}],"nextCursor":${JSON.stringify(liked.nextCursor)}}`;
      return reply.type(JSON_TYPE).send(body as never);
    },
  );
}
