import { Type } from 'typebox';
import { stopEmail } from '../../persistence/alerts/preferences.ts';
import { refuse } from '../doors/refusing.ts';
import { UNSUBSCRIBE_PAGE, UNSUBSCRIBED_PAGE } from '../notices/unsubscribe-page.ts';
import type { App, Parts } from '../parts.ts';
import { changeErrors, onlyErrors } from '../shapes/error-shapes.ts';
import { UnsubscribeQueryShape } from '../shapes/notice-shapes.ts';
import { OPEN } from '../shapes/security.ts';

const HTML_TYPE = 'text/html; charset=utf-8';
/** What mail programs and our own page send along; it says nothing that the address does not. */
const FORMS = ['application/x-www-form-urlencoded', 'multipart/form-data'];

const aPage = (description: string) => ({
  description,
  content: { 'text/html': { schema: Type.String() } },
});

/** The way out that stands in every message. Must be given a scope of its own: it takes forms. */
export function unsubscribeRoutes(scope: App, { database, notices }: Parts): void {
  scope.addContentTypeParser(FORMS, { parseAs: 'string' }, (_request, _body, done) => done(null, undefined));

  scope.get(
    '/api/unsubscribe',
    {
      schema: {
        tags: ['Notices'],
        summary: 'Where the link in a message leads',
        description: 'Changes nothing, but shows a button that does.',
        security: OPEN,
        querystring: UnsubscribeQueryShape,
        response: {
          200: aPage('A page.'),
          ...onlyErrors('invalid_request', 'wrong_unsubscribe_link', 'too_many_requests'),
        },
      },
    },
    async (request, reply) => {
      if (notices.unsubscribing(request.query.token) === undefined)
        return refuse(reply, 'wrong_unsubscribe_link');
      return reply.type(HTML_TYPE).send(UNSUBSCRIBE_PAGE as never);
    },
  );

  scope.post(
    '/api/unsubscribe',
    {
      schema: {
        tags: ['Notices'],
        summary: 'No more e-mail',
        description:
          'By whoever has the link of a message, without signing in; mail programs send it for their own button (RFC 8058). Notice ' +
          'preferences turn it on again.',
        security: OPEN,
        querystring: UnsubscribeQueryShape,
        response: { 200: aPage('Done, says a page.'), ...changeErrors('wrong_unsubscribe_link') },
      },
    },
    async (request, reply) => {
      const userId = notices.unsubscribing(request.query.token);
      if (userId === undefined) return refuse(reply, 'wrong_unsubscribe_link');
      await stopEmail(database.db, userId);
      return reply.type(HTML_TYPE).send(UNSUBSCRIBED_PAGE as never);
    },
  );
}
