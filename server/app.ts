import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify from 'fastify';
import { guardOrigins } from './cross-origin.ts';
import { answerError, brokenRequestAnswer, handleErrors } from './error-handling.ts';
import type { App, Parts } from './parts.ts';
import { auctionBidRoutes } from './routes/auction-bids.ts';
import { auctionRoutes } from './routes/auctions.ts';
import { authRoutes } from './routes/auth.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { frontDoorRoutes } from './routes/front-door.ts';
import { healthRoutes } from './routes/health.ts';
import { listingRoutes } from './routes/listings.ts';
import { matchmakingRoutes } from './routes/matchmaking.ts';
import { meRoutes } from './routes/me.ts';
import { monitorRoutes } from './routes/monitor.ts';
import { walletRoutes } from './routes/wallet.ts';
import { createGuards } from './sessions.ts';
import { validators } from './validation.ts';

/** The HTTP interface, not yet listening; the rooms' sockets are attached to its server by `main.ts`. */
export async function buildApp(parts: Parts): Promise<App> {
  const { config, auth } = parts;
  const app: App = Fastify({
    loggerInstance: parts.log,
    bodyLimit: config.bodyLimitBytes,
    trustProxy: config.trustProxy,
    genReqId: () => randomUUID(),
    frameworkErrors: answerError,
    clientErrorHandler: (_error: Error, socket: Socket) => {
      if (socket.writable) socket.end(brokenRequestAnswer(randomUUID()));
      else socket.destroy();
    },
  }).withTypeProvider<TypeBoxTypeProvider>();

  app.setValidatorCompiler(validators());
  app.decorateRequest('user', null);
  app.decorateRequest('sessionId', null);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });

  await app.register(helmet, {
    // JSON needs nothing from anywhere; the monitor's pages bring a policy of their own.
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    // Not "no-referrer": under it browsers hide the origin of our own forms, too.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: config.publicUrl?.startsWith('https') ?? false,
  });
  await app.register(rateLimit, {
    global: config.requestsPerMinute > 0,
    max: config.requestsPerMinute || Number.MAX_SAFE_INTEGER,
    timeWindow: '1 minute',
  });
  await guardOrigins(app, config);
  handleErrors(app);

  const guards = createGuards(auth);
  frontDoorRoutes(app);
  healthRoutes(app, parts);
  authRoutes(app, parts);
  walletRoutes(app, parts, guards);
  catalogueRoutes(app, parts, guards);
  auctionRoutes(app, parts, guards);
  listingRoutes(app, parts, guards);
  auctionBidRoutes(app, parts, guards);
  meRoutes(app, parts, guards);
  matchmakingRoutes(app, parts, guards);
  await app.register((scope, _options, done) => {
    monitorRoutes(scope as App, parts);
    done();
  });
  return app;
}
