import { createRouter, toNodeHandler } from '@colyseus/core';
import { monitor } from '@colyseus/monitor';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { AUTH_PATH } from '../accounts/auth.ts';
import { translated } from '../accounts/auth-errors.ts';
import { signInPage } from '../accounts/monitor-sign-in.ts';
import { whoIs } from '../accounts/sessions.ts';
import { refuse } from '../doors/refusing.ts';
import { sentenceFor } from '../error-codes.ts';
import type { App, Parts } from '../parts.ts';
import { SignInShape } from '../shapes/account-shapes.ts';
import { errors } from '../shapes/error-shapes.ts';
import { ADMIN } from '../shapes/security.ts';
import { STATUS } from '../status-codes.ts';
import { webRequest } from '../web-requests.ts';

/** Columns from what each auction room says about itself. */
const COLUMNS = [
  ...['title', 'phase', 'pricePoints', 'epoch'].map((metadata) => ({ metadata })),
  ...(['clients', 'roomId', 'elapsedTime', 'processId'] as const),
];

/**
 * All that the monitor may be asked. Its other calls edit a room's state and run any of its methods: they are not refused by name
 * but by not being here, so that a new version cannot bring another one in.
 */
const READS = [
  /^\/monitor\/$/,
  /^\/monitor\/api$/,
  /^\/monitor\/api\/room$/,
  /^\/monitor\/assets\/[\w-]+\.(js|css)$/,
];

/** Parts of a page that programs have no use for. */
const hidden = { schema: { hide: true } };

/** Styles are made by scripts; everything comes from here, so the page's web font is left out. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; " +
  "base-uri 'none'; frame-ancestors 'none'";
const FORM_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** What the rooms of all nodes are doing, for administrators. Must be given a scope of its own: it reads HTML forms. */
export function monitorRoutes(scope: App, { auth, config }: Parts): void {
  const baseUrl = config.publicUrl ?? `http://localhost:${config.port}`;
  const serve = toNodeHandler(createRouter({ ...monitor({ columns: COLUMNS }) }).handler);

  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(String(body))));
    },
  );

  scope.get('/monitor', hidden, (_request, reply) => reply.redirect('/monitor/'));

  /** A form for people; programs use the API's own sign-in. */
  scope.get('/monitor/sign-in', hidden, (_request, reply) => page(reply, 200));

  scope.post(
    '/monitor/sign-in',
    { schema: { ...hidden.schema, body: SignInShape }, attachValidation: true },
    async (request, reply) => {
      if (request.validationError !== undefined) return page(reply, 400, sentenceFor('wrong_credentials'));
      const asked = webRequest(request, `${AUTH_PATH}/sign-in/email`, request.body, baseUrl);
      const answer = await auth.handler(asked);
      if (!answer.ok) {
        const { code } = translated(answer.status, await answer.json().catch(() => null));
        return page(reply, STATUS[code], sentenceFor(code));
      }
      for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie);
      return reply.redirect('/monitor/', 303);
    },
  );

  const show = async (request: FastifyRequest, reply: FastifyReply) => {
    const user = await whoIs(auth, request);
    if (user === null) return turnAway(request, reply, 'sign_in_required', 'Sign in as an administrator.');
    if (user.role !== 'admin') return turnAway(request, reply, 'admins_only', sentenceFor('admins_only'));
    const path = request.url.split('?', 1)[0] ?? '';
    if (request.method !== 'GET' || !READS.some((read) => read.test(path))) {
      return refuse(reply, 'monitor_read_only');
    }
    reply.header('content-security-policy', PAGE_POLICY);
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) reply.raw.setHeader(name, value);
    }
    await serve(request.raw, reply.raw);
  };

  scope.get(
    '/monitor/',
    {
      schema: {
        tags: ['Administration'],
        summary: 'The rooms, for people',
        description:
          "Every room's auction, price, owner epoch and clients; it looks only. A browser without a session gets a form instead of an error.",
        security: ADMIN,
        response: {
          200: { description: 'A page.', content: { 'text/html': { schema: Type.String() } } },
          ...errors('sign_in_required', 'admins_only'),
        },
      },
    },
    show as never,
  );

  /** The page's own parts; all else about rooms is refused with 403 `monitor_read_only`. */
  scope.all('/monitor/*', hidden, show);
}

function turnAway(
  request: FastifyRequest,
  reply: FastifyReply,
  code: 'sign_in_required' | 'admins_only',
  says: string,
) {
  const isBrowser = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
  return isBrowser ? page(reply, STATUS[code], says) : refuse(reply, code);
}

function page(reply: FastifyReply, status: number, says?: string) {
  return reply
    .code(status)
    .header('content-security-policy', FORM_POLICY)
    .type('text/html; charset=utf-8')
    .send(signInPage(says));
}
