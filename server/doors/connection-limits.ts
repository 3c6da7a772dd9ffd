import type { Server } from 'node:http';
import type { Observer } from '../../rooms/ports.ts';
import { HTTP_LIMITS } from '../limits.ts';

export type ConnectionLimits = {
  /** Connections of all kinds at once; 0: no limit. */
  readonly most: number;
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly keepAliveMs: number;
};

/** How long a connection may take to say what it wants, and may say nothing. */
export const timeouts = ({ headersTimeoutMs, requestTimeoutMs, keepAliveMs }: ConnectionLimits) => ({
  keepAliveTimeout: keepAliveMs,
  requestTimeout: requestTimeoutMs,
  http: {
    headersTimeout: headersTimeoutMs,
    // Twice a minute, as Node would, is too seldom for a limit of seconds.
    connectionsCheckingInterval: HTTP_LIMITS.lateRequestsLookMs,
  },
});

/** Connections beyond the limit are closed by Node before anything is read from them. */
export function limitConnections(server: Server, { most }: ConnectionLimits, observer: Observer): void {
  if (most > 0) server.maxConnections = most;
  server.on('drop', () => observer.turnedAway('connections'));
}
