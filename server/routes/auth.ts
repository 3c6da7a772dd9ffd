import type { FastifyReply, FastifyRequest } from 'fastify';
import { AUTH_PATH, type Auth } from '../auth.ts';
import { translated } from '../auth-errors.ts';
import { birthDateProblem } from '../birth-date.ts';
import type { App, Parts } from '../parts.ts';
import { refuse } from '../refusing.ts';
import { meOf } from '../sessions.ts';
import { AccountChangeShape, SignInShape, SignUpShape } from '../shapes/account-shapes.ts';
import { copyHead, webRequest } from '../web-requests.ts';

/**
 * What of better-auth is open. Not open, although it could do it: removing accounts (their books must stay), acting as somebody
 * else, creating accounts past the sign-up's checks, links by mail.
 */
const OPEN = {
  GET: ['get-session', 'list-sessions', 'admin/list-users', 'admin/get-user'],
  POST: [
    'sign-out',
    'change-password',
    'revoke-session',
    'revoke-sessions',
    'revoke-other-sessions',
    'admin/set-role',
    'admin/ban-user',
    'admin/unban-user',
    'admin/list-user-sessions',
    'admin/revoke-user-session',
    'admin/revoke-user-sessions',
    'admin/set-user-password',
  ],
} as const;

export function authRoutes(app: App, { auth, clock, config }: Parts): void {
  const baseUrl = config.publicUrl ?? `http://localhost:${config.port}`;
  const pass = (request: FastifyRequest, reply: FastifyReply) => passOn(auth, baseUrl, request, reply);

  for (const path of OPEN.GET) app.get(`${AUTH_PATH}/${path}`, pass);
  for (const path of OPEN.POST) app.post(`${AUTH_PATH}/${path}`, pass);

  /**
   * `SignUp` → `{ token, user: Me }` and a session cookie. `token` goes into `Authorization: Bearer`; the header `set-auth-token`
   * says the same. 400 `invalid_request` by field, 409 `email_taken`, 429 `too_many_requests`.
   */
  app.post(`${AUTH_PATH}/sign-up/email`, { schema: { body: SignUpShape } }, async (request, reply) => {
    const problem = birthDateProblem(request.body.birthDate, clock.nowMs());
    return problem === undefined ? pass(request, reply) : refuseBirthDate(reply, problem);
  });

  /** `{ email, password }` → `{ token, user: Me }` and a session cookie. 401 `wrong_credentials`, 403 `account_banned`, 429. */
  app.post(`${AUTH_PATH}/sign-in/email`, { schema: { body: SignInShape } }, pass);

  /** Any of `{ name, birthDate, gender }` → `{ status: true }`. 400 `invalid_request`, 401 `sign_in_required`. */
  app.post(`${AUTH_PATH}/update-user`, { schema: { body: AccountChangeShape } }, async (request, reply) => {
    const { birthDate } = request.body;
    const problem = birthDate === undefined ? undefined : birthDateProblem(birthDate, clock.nowMs());
    return problem === undefined ? pass(request, reply) : refuseBirthDate(reply, problem);
  });
}

const refuseBirthDate = (reply: FastifyReply, message: string) =>
  refuse(reply, 'invalid_request', { details: [{ field: 'birthDate', message }] });

async function passOn(auth: Auth, baseUrl: string, request: FastifyRequest, reply: FastifyReply) {
  const response = await auth.handler(webRequest(request, request.url, request.body, baseUrl));
  const text = await response.text();
  const body: unknown = text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : null;
  copyHead(response, reply);
  if (response.status >= 400) {
    const wait = response.headers.get('x-retry-after');
    if (wait !== null) reply.header('retry-after', wait);
    const { code, extras } = translated(response.status, body);
    return refuse(reply, code, extras);
  }
  return reply
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(signedInBody(response, body) ?? body));
}

/** better-auth puts the unsigned token into the body, which nobody can use here; ours is the one to send back. */
function signedInBody(response: Response, body: unknown) {
  const token = response.headers.get('set-auth-token');
  if (token === null || body === null || typeof body !== 'object' || !('token' in body) || !('user' in body))
    return;
  return { token: decodeURIComponent(token), user: meOf(body.user as Parameters<typeof meOf>[0]) };
}
