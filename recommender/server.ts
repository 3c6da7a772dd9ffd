import { randomUUID } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { answerError, refuse } from './errors.ts';
import { RECOMMENDER } from './limits.ts';
import type { Log } from './log.ts';
import type { Mind } from './mind.ts';
import { secretCheck } from './secret.ts';

const QuestionShape = Type.Object(
  {
    userId: Type.Union([
      Type.String({ pattern: '^[\\da-fA-F]{8}(-[\\da-fA-F]{4}){3}-[\\da-fA-F]{12}$' }),
      Type.Null(),
    ]),
    age: Type.Union([Type.Integer({ minimum: 0, maximum: 200 }), Type.Null()]),
    gender: Type.Enum(['female', 'male', 'other', 'undisclosed']),
    limit: Type.Integer({ minimum: 1, maximum: RECOMMENDER.mostItems }),
  },
  { additionalProperties: false },
);

type Parts = {
  readonly mind: Mind;
  readonly secret: string;
  readonly nowMs: () => number;
  readonly stats: () => object;
  readonly log: Log;
};

/** The recommender's HTTP interface, not yet listening. */
export async function buildServer({ mind, secret, nowMs, stats, log }: Parts) {
  const app = Fastify({
    loggerInstance: log,
    bodyLimit: RECOMMENDER.bodyBytes,
    requestTimeout: RECOMMENDER.requestMs,
    genReqId: () => randomUUID(),
    frameworkErrors: answerError,
    // Nothing dropped, filled in or read from text silently.
    ajv: {
      customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false, allErrors: true },
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.removeContentTypeParser('text/plain');
  app.server.maxConnections = RECOMMENDER.connections;
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((_request, reply) => refuse(reply, 'not_found'));

  await app.register(rateLimit, {
    global: false,
    max: RECOMMENDER.wrongSecretsPerMinute,
    timeWindow: '1 minute',
  });
  const countWrong = app.rateLimit();
  const isRight = secretCheck(secret);
  const secretOnly = async (request: FastifyRequest, reply: FastifyReply) => {
    if (isRight(request.headers.authorization)) return;
    await countWrong.call(app, request, reply);
    return refuse(reply, 'wrong_secret');
  };

  app.post(
    '/recommendations',
    { onRequest: secretOnly, schema: { body: QuestionShape } },
    async (request, reply) => mind.answer(request.body, nowMs()) ?? refuse(reply, 'nothing_learned'),
  );
  app.get('/stats', { onRequest: secretOnly }, async () => stats());
  app.get('/health/live', { logLevel: 'silent' }, async () => ({ status: 'live' }));
  app.get('/health/ready', { logLevel: 'silent' }, async (_request, reply) =>
    mind.model === undefined ? refuse(reply, 'nothing_learned') : { status: 'ready' },
  );
  return app;
}
