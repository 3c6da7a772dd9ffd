import { CATEGORIES } from '../../auction/categories.ts';
import { groupOf } from '../../persistence/catalogue/popular.ts';
import { ageAt } from '../birth-date.ts';
import { readList } from '../catalogue-requests.ts';
import { Gate } from '../gate.ts';
import { HTTP_LIMITS } from '../limits.ts';
import type { App, Parts } from '../parts.ts';
import { refuse } from '../refusing.ts';
import type { Guards } from '../sessions.ts';
import {
  CataloguePageShape,
  CatalogueQueryShape,
  CategoriesShape,
  PopularQueryShape,
  PopularShape,
} from '../shapes/catalogue-shapes.ts';
import { errors } from '../shapes/error-shapes.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

/** Finding auctions: open to everybody. */
export function catalogueRoutes(app: App, { catalogue, clock }: Parts, guards: Guards): void {
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
          'Go on with `cursor`, under the same filters and sort.',
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
      const { list } = read;
      const answer = await gate.through(async () => ({
        page: await catalogue.list(list),
        facets: request.query.facets ? await catalogue.facets(list) : undefined,
      }));
      if (answer === undefined) return refuse(reply, 'unavailable');
      const { page, facets } = answer;
      if (page === undefined) return refuse(reply, 'invalid_cursor');
      // Cards come from the database as JSON; to read them only to write them again would cost more than all the rest.
      const counted = facets === undefined ? '' : `,"facets":${JSON.stringify(facets)}`;
      const body = `{"items":[${page.items.join(',')}],"nextCursor":${JSON.stringify(page.nextCursor)}${counted}}`;
      return reply.type(JSON_TYPE).send(body as never);
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
        querystring: PopularQueryShape,
        response: { 200: PopularShape, ...errors('invalid_request', 'sign_in_required', 'unavailable') },
      },
    },
    async (request, reply) => {
      const { user } = request;
      const nowMs = clock.nowMs();
      const group = user === null ? null : groupOf(ageAt(user.birthDate, nowMs), user.gender);
      const limit = request.query.limit ?? HTTP_LIMITS.pageItems;
      const popular = await gate.through(() => catalogue.popular(group, limit, nowMs));
      if (popular === undefined) return refuse(reply, 'unavailable');
      const body = `{"items":[${popular.cards.join(',')}],"group":${JSON.stringify(popular.group)}}`;
      return reply.type(JSON_TYPE).send(body as never);
    },
  );

  app.get(
    '/api/categories',
    {
      schema: {
        tags: ['Catalogue'],
        summary: 'What items are filed under',
        response: { 200: CategoriesShape, ...errors() },
      },
    },
    async () => ({ items: [...CATEGORIES] }),
  );
}
