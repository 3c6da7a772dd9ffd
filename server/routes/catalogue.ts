import type { CatalogueFacets } from '../../auction/api.ts';
import { CATEGORIES } from '../../auction/categories.ts';
import { groupOf } from '../../auction/groups.ts';
import type { ListAnswer } from '../../persistence/catalogue/catalogue.ts';
import { ageAt } from '../accounts/birth-date.ts';
import type { Guards } from '../accounts/sessions.ts';
import { readList } from '../catalogue/catalogue-requests.ts';
import { Gate } from '../catalogue/gate.ts';
import { refuse } from '../doors/refusing.ts';
import { HTTP_LIMITS } from '../limits.ts';
import type { App, Parts } from '../parts.ts';
import { RECOMMENDATION_LIMITS } from '../recommendations/limits.ts';
import {
  CataloguePageShape,
  CatalogueQueryShape,
  CategoriesShape,
  PopularQueryShape,
  PopularShape,
} from '../shapes/catalogue-shapes.ts';
import { errors, onlyErrors } from '../shapes/error-shapes.ts';
import { ANYBODY, OPEN } from '../shapes/security.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

/** Finding auctions: open to everybody. */
export function catalogueRoutes(
  app: App,
  { catalogue, recommendations, clock }: Parts,
  guards: Guards,
): void {
  const gate = new Gate({ atOnce: HTTP_LIMITS.listsAtOnce, waiting: HTTP_LIMITS.listsWaiting });

  app.get(
    '/api/auctions',
    {
      onRequest: guards.allowUser,
      schema: {
        tags: ['Catalogue'],
        summary: 'Find auctions',
        description:
          'A page of cards. States follow from the time alone; prices are at most a second behind the rooms. ' +
          'Go on with `cursor`, under the same filters and sort. `recommended` never delays the page by more than the timeout of the ' +
          'recommender.',
        security: ANYBODY,
        querystring: CatalogueQueryShape,
        response: {
          200: CataloguePageShape,
          ...errors('invalid_request', 'invalid_cursor', 'sign_in_required', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const read = readList(request.query, clock.nowMs());
      if (read.kind === 'problems') return refuse(reply, 'invalid_request', { details: read.details });
      const { facets, cursor } = request.query;
      const recommended =
        request.query.recommended && cursor === undefined
          ? recommendations.begin(request.user, RECOMMENDATION_LIMITS.items)
          : undefined;
      // Shared by all who ask for the same; what is recommended is put beside it for each.
      const body = await gate.together(request.url, async () => {
        // As of now, not of when it began to wait.
        const list = { ...read.list, nowMs: clock.nowMs() };
        const page = await catalogue.list(list);
        return page && catalogueBody(page, facets ? await catalogue.facets(list) : undefined);
      });
      if (body === undefined) return refuse(reply, 'unavailable');
      if (body === null) return refuse(reply, 'invalid_cursor');
      const answer = recommended === undefined ? body : withSection(body, await recommended());
      return reply.type(JSON_TYPE).send(answer as never);
    },
  );

  app.get(
    '/api/auctions/popular',
    {
      onRequest: guards.allowUser,
      schema: {
        tags: ['Catalogue'],
        summary: 'What people like you bid on most',
        description:
          'Live auctions by how many people of your gender and decade of age bid on them within a week, a ranking at most a minute ' +
          'old. For strangers, for who does not disclose a gender, and where too few such people bid: by everybody.',
        security: ANYBODY,
        querystring: PopularQueryShape,
        response: { 200: PopularShape, ...errors('invalid_request', 'sign_in_required', 'unavailable') },
      },
    },
    async (request, reply) => {
      const { user } = request;
      const group = user === null ? null : groupOf(ageAt(user.birthDate, clock.nowMs()), user.gender);
      const limit = request.query.limit ?? HTTP_LIMITS.pageItems;
      const body = await gate.together(JSON.stringify(['popular', group, limit]), async () => {
        const popular = await catalogue.popular(group, limit, clock.nowMs());
        return Buffer.from(`{"items":[${popular.cards}],"group":${JSON.stringify(popular.group)}}`);
      });
      if (body === undefined) return refuse(reply, 'unavailable');
      return reply.type(JSON_TYPE).send(body as never);
    },
  );

  app.get(
    '/api/categories',
    {
      schema: {
        tags: ['Catalogue'],
        summary: 'What items are filed under',
        security: OPEN,
        response: { 200: CategoriesShape, ...onlyErrors('too_many_requests') },
      },
    },
    async () => ({ items: [...CATEGORIES] }),
  );
}

/** Cards come from the database as JSON; to read them only to write them again would cost more than all the rest. */
function catalogueBody(
  { cards, nextCursor }: NonNullable<ListAnswer>,
  facets: CatalogueFacets | undefined,
): Buffer {
  const counted = facets === undefined ? '' : `,"facets":${JSON.stringify(facets)}`;
  return Buffer.from(`{"items":[${cards}],"nextCursor":${JSON.stringify(nextCursor)}${counted}}`);
}

const withSection = (body: Buffer, section: string): Buffer =>
  Buffer.concat([body.subarray(0, -1), Buffer.from(`,"recommended":${section}}`)]);
