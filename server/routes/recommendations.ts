import type { Guards } from '../accounts/sessions.ts';
import type { App, Parts } from '../parts.ts';
import { RECOMMENDATION_LIMITS } from '../recommendations/limits.ts';
import { errors } from '../shapes/error-shapes.ts';
import { RecommendationsQueryShape, RecommendationsShape } from '../shapes/recommendation-shapes.ts';
import { ANYBODY } from '../shapes/security.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

export function recommendationRoutes(app: App, { recommendations }: Parts, guards: Guards): void {
  app.get(
    '/api/recommendations',
    {
      onRequest: guards.allowUser,
      schema: {
        tags: ['Catalogue'],
        summary: 'What is recommended to you',
        description:
          'Auctions that are live or start soon, each with the reason: learned from bids, likes and wins. None of your own. Strangers are ' +
          'told what is recommended to everybody. While the recommender is slow or away it is what is popular, at most some seconds old, ' +
          'and at once; `source` says so.',
        security: ANYBODY,
        querystring: RecommendationsQueryShape,
        response: { 200: RecommendationsShape, ...errors('invalid_request', 'sign_in_required') },
      },
    },
    async (request, reply) => {
      const body = await recommendations.recommend(
        request.user,
        request.query.limit ?? RECOMMENDATION_LIMITS.items,
      );
      return reply.type(JSON_TYPE).send(Buffer.from(body) as never);
    },
  );
}
