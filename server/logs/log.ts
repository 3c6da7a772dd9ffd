import type { FastifyBaseLogger } from 'fastify';
import { type DestinationStream, pino } from 'pino';
import { withoutSecrets } from './secrets-in-text.ts';

/** pino, as Fastify and everything around it sees it. */
export type Log = FastifyBaseLogger;

/**
 * The log of this process: lines of JSON, to standard output unless told otherwise. Secrets are taken out of whole lines and not of named
 * fields: they also stand in the messages of errors, and in addresses.
 */
export function openLog(
  level: string,
  secrets: readonly (string | undefined)[],
  destination?: DestinationStream,
): Log {
  const options = { level, hooks: { streamWrite: withoutSecrets(secrets) } };
  return destination === undefined ? pino(options) : pino(options, destination);
}
