import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Gender, Me, Role } from '../../auction/api.ts';
import { refuse } from '../doors/refusing.ts';
import type { UserLimit } from '../doors/request-limits.ts';
import type { Auth } from './auth.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whoever is signed in; null before one of the guards has looked, and for strangers. */
    user: Me | null;
    /** The session they are signed in by. */
    sessionId: string | null;
  }
}

type Guard = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

export type Guards = {
  /** Only with a valid session: 401 `sign_in_required`. */
  readonly requireUser: Guard;
  /** Only administrators: 401 `sign_in_required`, 403 `admins_only`. */
  readonly requireAdmin: Guard;
  /** Everybody; but who shows a token must show a good one: 401 `sign_in_required`. */
  readonly allowUser: Guard;
};

/** Guards run before the body is read, so that strangers cost nothing. */
export function createGuards(auth: Auth, limitUser: UserLimit): Guards {
  /** Who it is; undefined when they have asked too much and were told so. */
  const counted = async (request: FastifyRequest, reply: FastifyReply): Promise<Me | null | undefined> => {
    const user = await whoIs(auth, request);
    if (user !== null && limitUser(request, reply, user.id)) return undefined;
    request.user = user;
    return user;
  };
  const allowUser: Guard = async (request, reply) => {
    const user = await counted(request, reply);
    if (user === undefined) return reply;
    // A stale cookie comes by itself; a token is shown on purpose, and its owner wants to know that it is no good.
    const isStale = user === null && request.headers.authorization !== undefined;
    return isStale ? refuse(reply, 'sign_in_required') : undefined;
  };
  const requireUser: Guard = async (request, reply) => {
    const user = await counted(request, reply);
    if (user === undefined) return reply;
    return user === null ? refuse(reply, 'sign_in_required') : undefined;
  };
  const requireAdmin: Guard = async (request, reply) => {
    const user = await counted(request, reply);
    if (user === undefined) return reply;
    if (user === null) return refuse(reply, 'sign_in_required');
    return user.role === 'admin' ? undefined : refuse(reply, 'admins_only');
  };
  return { requireUser, requireAdmin, allowUser };
}

/** The signed-in user of a request that passed `requireUser` or `requireAdmin`. */
export function signedIn(request: { readonly user: Me | null }): Me {
  if (request.user === null) throw new Error('a route used signedIn() without a guard');
  return request.user;
}

/** Who a request comes from. A token, even a bad one, overrides the cookie: nobody acts as somebody they did not name. */
export async function whoIs(auth: Auth, request: FastifyRequest): Promise<Me | null> {
  const { authorization, cookie } = request.headers;
  if (authorization === undefined && cookie === undefined) return null;
  const headers = new Headers(authorization === undefined ? { cookie: cookie ?? '' } : { authorization });
  const found = await auth.api.getSession({ headers });
  request.sessionId = found?.session.id ?? null;
  return found === null ? null : meOf(found.user);
}

type StoredUser = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly birthDate: string;
  readonly gender: string;
  readonly role?: string | null | undefined;
};

/** The account as its owner may see it. Gender and role are checked by the table. */
export function meOf({ id, email, name, birthDate, gender, role }: StoredUser): Me {
  return { id, email, name, birthDate, gender: gender as Gender, role: (role ?? 'user') as Role };
}
