import type { FastifyBaseLogger } from 'fastify';

/** pino, as Fastify sees it. */
export type Log = FastifyBaseLogger;
