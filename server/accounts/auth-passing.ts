import type { FastifyReply, FastifyRequest } from 'fastify';
import { isReachable } from '../../persistence/reachable.ts';
import { refuse } from '../doors/refusing.ts';
import { HTTP_LIMITS } from '../limits.ts';
import type { Parts } from '../parts.ts';
import { copyHead, webRequest } from '../web-requests.ts';
import { translated } from './auth-errors.ts';
import { meOf } from './sessions.ts';

/** Any reply of a route that better-auth answers, whatever the shapes of its answers. */
type AnyReply = { send(body: never): unknown };
type Passing = (request: FastifyRequest, reply: AnyReply) => Promise<never>;

/** Lets better-auth answer: what it says leaves in the route's shapes, its errors in ours. */
export function passingTo({ auth, config, database }: Pick<Parts, 'auth' | 'config' | 'database'>): Passing {
  const baseUrl = config.publicUrl ?? `http://localhost:${config.port}`;
  return async (request, anyReply) => {
    const reply = anyReply as unknown as FastifyReply;
    const response = await auth.handler(webRequest(request, request.url, request.body, baseUrl));
    const text = await response.text();
    const body: unknown = text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : null;
    copyHead(response, reply);
    if (response.status >= 400) {
      const wait = response.headers.get('x-retry-after');
      if (wait !== null) reply.header('retry-after', wait);
      // It says the same of a fault and of a database that is away.
      if (response.status >= 500 && !(await isReachable(database.db, HTTP_LIMITS.readyWithinMs)))
        return refuse(reply, 'unavailable') as never;
      const { code, extras } = translated(response.status, body);
      return refuse(reply, code, extras) as never;
    }
    // Fastify writes null as nothing at all, unless it is text already.
    const answer = body === null ? 'null' : (signedInBody(response, body) ?? body);
    return reply.type('application/json; charset=utf-8').send(answer) as never;
  };
}

/** better-auth puts the unsigned token into the body, which nobody can use here; ours is the one to send back. */
function signedInBody(response: Response, body: unknown) {
  const token = response.headers.get('set-auth-token');
  if (token === null || body === null || typeof body !== 'object' || !('token' in body) || !('user' in body))
    return;
  return { token: decodeURIComponent(token), user: meOf(body.user as Parameters<typeof meOf>[0]) };
}
