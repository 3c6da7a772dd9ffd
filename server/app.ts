import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyRequest } from 'fastify';
import { createGuards } from './accounts/sessions.ts';
import { BidsFirst } from './catalogue/bids-first.ts';
import { openapiOptions } from './documentation/openapi-options.ts';
import { limitConnections, timeouts } from './doors/connection-limits.ts';
import { guardOrigins } from './doors/cross-origin.ts';
import { limitRequests } from './doors/request-limits.ts';
import { answerError, brokenRequestAnswer, handleErrors } from './error-handling.ts';
import { partWithConnections } from './leaving/parting.ts';
import { HTTP_LIMITS } from './limits.ts';
import { logBids } from './logs/logged-bids.ts';
import { observeRequests } from './observed-requests.ts';
import type { App, Parts } from './parts.ts';
import { accountRoutes } from './routes/accounts.ts';
import { alertStreamRoute } from './routes/alert-stream.ts';
import { alertRoutes } from './routes/alerts.ts';
import { auctionBidRoutes } from './routes/auction-bids.ts';
import { auctionRoutes } from './routes/auctions.ts';
import { authRoutes } from './routes/auth.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { documentationRoutes } from './routes/documentation.ts';
import { feedRoutes } from './routes/feed.ts';
import { frontDoorRoutes } from './routes/front-door.ts';
import { healthRoutes } from './routes/health.ts';
import { imageRoutes } from './routes/images.ts';
import { likeRoutes } from './routes/likes.ts';
import { listingRoutes } from './routes/listings.ts';
import { matchmakingRoutes } from './routes/matchmaking.ts';
import { meRoutes } from './routes/me.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { monitorRoutes } from './routes/monitor.ts';
import { noticeRoutes } from './routes/notices.ts';
import { recommendationRoutes } from './routes/recommendations.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { shownImageRoutes } from './routes/shown-images.ts';
import { subscriptionRoutes } from './routes/subscriptions.ts';
import { unsubscribeRoutes } from './routes/unsubscribing.ts';
import { walletRoutes } from './routes/wallet.ts';
import { traceBids } from './tracing/traced-bids.ts';
import { traceRequests } from './tracing/traced-requests.ts';
import { validators } from './validation.ts';

/** The HTTP interface, not yet listening; the rooms' sockets are attached to its server by `main.ts`. */
export async function buildApp(parts: Parts): Promise<App> {
  const { config, auth } = parts;
  const app: App = Fastify({
    loggerInstance: parts.log,
    bodyLimit: config.bodyLimitBytes,
    trustProxy: config.trustProxy,
    ...timeouts(config.connectionLimits),
    genReqId: () => randomUUID(),
    frameworkErrors: answerError,
    // What still arrives while it closes is answered as ever: each answer is the last on its connection.
    return503OnClosing: false,
    clientErrorHandler: (error: Error, socket: Socket) => {
      const requestId = randomUUID();
      parts.log.debug({ reqId: requestId, err: error }, 'what came was no request');
      if (socket.writable) socket.end(brokenRequestAnswer(requestId, error), () => socket.destroy());
      else socket.destroy();
    },
  }).withTypeProvider<TypeBoxTypeProvider>();

  app.setValidatorCompiler(validators());
  app.decorateRequest('user', null);
  app.decorateRequest('sessionId', null);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  traceRequests(app, parts.tracer);
  observeRequests(app, parts.observer);
  traceBids(parts.observer, parts.tracer);
  logBids(parts.observer, parts.log);
  partWithConnections(app, () => parts.house.isLeaving());

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
  await guardOrigins(app, config);
  const limitUser = limitRequests(app, parts);
  limitConnections(app.server, config.connectionLimits, parts.observer);
  // Before all routes, which it learns of as they come.
  await app.register(swagger, openapiOptions(config));
  handleErrors(app);

  const bidsFirst = new BidsFirst(() => parts.house.settled(), {
    perTurn: HTTP_LIMITS.stepsPerTurn,
    patienceMs: HTTP_LIMITS.giveWayMs,
    quietMs: HTTP_LIMITS.quietMs,
  });
  const isRead = ({ method, url }: FastifyRequest) => method === 'GET' && url.startsWith('/api/');
  app.addHook('preValidation', async (request) => {
    if (isRead(request)) await bidsFirst.turn();
  });
  app.addHook('onSend', async (request) => {
    if (isRead(request)) await bidsFirst.turn();
  });

  const guards = createGuards(auth, limitUser);
  frontDoorRoutes(app);
  documentationRoutes(app, config);
  healthRoutes(app, parts);
  authRoutes(app, parts, guards);
  sessionRoutes(app, parts, guards);
  accountRoutes(app, parts, guards);
  walletRoutes(app, parts, guards);
  catalogueRoutes(app, parts, guards);
  recommendationRoutes(app, parts, guards);
  auctionRoutes(app, parts, guards);
  listingRoutes(app, parts, guards);
  likeRoutes(app, parts, guards);
  await imageRoutes(app, parts, guards);
  shownImageRoutes(app, parts);
  auctionBidRoutes(app, parts, guards);
  feedRoutes(app, parts, guards);
  subscriptionRoutes(app, parts, guards);
  alertRoutes(app, parts, guards);
  alertStreamRoute(app, parts, guards);
  meRoutes(app, parts, guards);
  noticeRoutes(app, parts, guards);
  matchmakingRoutes(app, parts, guards);
  metricsRoutes(app, parts, guards);
  await app.register((scope, _options, done) => {
    unsubscribeRoutes(scope as App, parts);
    done();
  });
  await app.register((scope, _options, done) => {
    monitorRoutes(scope as App, parts);
    done();
  });
  return app;
}
