import type { FastifyBaseLogger } from 'fastify';

/** pino, as Fastify and everything around it sees it. */
export type Log = FastifyBaseLogger;
