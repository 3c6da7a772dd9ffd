import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Counted, RequestCounts } from '../../persistence/request-counts.ts';
import type { Observer } from '../../rooms/ports.ts';
import type { Config } from '../config.ts';
import { HTTP_LIMITS } from '../limits.ts';
import type { App } from '../parts.ts';
import { partyOf } from './client-addresses.ts';
import { refuse } from './refusing.ts';
import { ShutDoor } from './shut-door.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** No limit applies to this route. */
    readonly uncounted?: true;
    /** What it is also counted as, per account. */
    readonly countedAs?: 'bids' | 'uploads' | 'listings';
  }
}

type LimitParts = {
  readonly config: Config;
  readonly requestCounts: RequestCounts;
  readonly observer: Observer;
};

/** Counts a request of somebody who is known; true when it is one too many, and answered. */
export type UserLimit = (request: FastifyRequest, reply: FastifyReply, userId: string) => boolean;

/**
 * So many requests a minute from one address, whoever it is and whatever tokens are shown, counted before any guard looks; and so many of
 * one account, whatever addresses it comes from, counted by the guards as soon as they know it.
 */
export function limitRequests(app: App, parts: LimitParts): UserLimit {
  const { requestsPerMinute } = parts.config;
  const spent = new SpentTokens();
  const shutDoor = new ShutDoor(app.server, parts);

  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.uncounted === true) return;
    if (requestsPerMinute > 0) {
      const counted = parts.requestCounts.count(`address ${partyOf(request.ip)}`);
      if (exceeds(reply, requestsPerMinute, counted)) {
        parts.observer.turnedAway('address_requests');
        if (counted.used > requestsPerMinute + HTTP_LIMITS.refusalsAnswered && shutDoor.shutsOut(request))
          return reply.hijack();
        return refuse(reply, 'too_many_requests');
      }
    }
    const leftMs = spent.leftMs(request);
    if (leftMs === 0) return;
    parts.observer.turnedAway('user_requests');
    reply.header('retry-after', seconds(leftMs));
    return refuse(reply, 'too_many_requests');
  });

  return userLimit(parts, spent);
}

function userLimit({ config, requestCounts, observer }: LimitParts, spent: SpentTokens): UserLimit {
  const { userRequestsPerMinute, bidsPerMinute, uploadsPerMinute, listingsPerMinute } = config;
  const ofKind = { bids: bidsPerMinute, uploads: uploadsPerMinute, listings: listingsPerMinute };

  const refused = (reply: FastifyReply) => {
    observer.turnedAway('user_requests');
    refuse(reply, 'too_many_requests');
    return true;
  };
  return (request, reply, userId) => {
    const { uncounted, countedAs } = request.routeOptions.config;
    if (uncounted === true) return false;
    if (userRequestsPerMinute > 0) {
      const counted = requestCounts.count(`user ${userId}`);
      if (exceeds(reply, userRequestsPerMinute, counted)) {
        spent.add(request, counted.resetMs);
        return refused(reply);
      }
    }
    if (countedAs === undefined || ofKind[countedAs] === 0) return false;
    const counted = requestCounts.count(`${countedAs} ${userId}`);
    return exceeds(reply, ofKind[countedAs], counted) && refused(reply);
  };
}

/** Tells where one stands: with several limits, by the nearest. */
function exceeds(reply: FastifyReply, most: number, { used, resetMs }: Counted): boolean {
  const remaining = Math.max(0, most - used);
  const shown = reply.getHeader('x-ratelimit-remaining');
  if (shown === undefined || remaining <= Number(shown)) {
    reply.header('x-ratelimit-limit', most);
    reply.header('x-ratelimit-remaining', remaining);
    reply.header('x-ratelimit-reset', seconds(resetMs));
  }
  if (used <= most) return false;
  reply.header('retry-after', seconds(resetMs));
  return true;
}

const seconds = (ms: number) => Math.max(1, Math.ceil(ms / 1_000));

/** Looking up a session costs a query: whoever is known to have used up their requests is refused without it. */
class SpentTokens {
  readonly #until = new LRUCache<string, number>({ max: HTTP_LIMITS.shutOut });

  add(request: FastifyRequest, forMs: number): void {
    const token = fingerprint(request);
    if (token !== undefined) this.#until.set(token, performance.now() + forMs);
  }

  leftMs(request: FastifyRequest): number {
    if (this.#until.size === 0) return 0;
    const untilMs = this.#until.get(fingerprint(request) ?? '');
    return untilMs === undefined ? 0 : Math.max(0, untilMs - performance.now());
  }
}

/** As the guards do: a token overrides the cookie. */
function fingerprint({ headers }: FastifyRequest): string | undefined {
  const shown = headers.authorization ?? headers.cookie;
  return shown === undefined ? undefined : createHash('sha256').update(shown).digest('base64');
}
