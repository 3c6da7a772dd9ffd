import cors from '@fastify/cors';
import type { Config } from '../config.ts';
import type { App } from '../parts.ts';
import { originAllowed } from './origins.ts';
import { refuse } from './refusing.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Which pages of other origins may call us, and that none may do anything in a visitor's name without being allowed to. */
export async function guardOrigins(app: App, config: Config): Promise<void> {
  await app.register(cors, {
    delegator: (request, callback) => {
      const { origin } = request.headers;
      callback(null, {
        origin: origin !== undefined && originAllowed(config, origin, request.host) ? origin : false,
        credentials: true,
        methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
        allowedHeaders: ['content-type', 'authorization', 'idempotency-key', 'last-event-id'],
        exposedHeaders: ['set-auth-token', 'x-request-id', 'retry-after'],
        maxAge: 600,
        strictPreflight: false,
      });
    },
  });

  // A cookie comes along by itself, so the page that sends it must be one we know. Tokens are put there by hand.
  app.addHook('onRequest', async (request, reply) => {
    const { cookie, authorization, origin } = request.headers;
    if (SAFE.has(request.method) || cookie === undefined || authorization !== undefined) return;
    if (origin === undefined || !originAllowed(config, origin, request.host)) {
      return refuse(reply, 'origin_not_allowed');
    }
  });
}
