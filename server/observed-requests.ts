import type { Observers } from './observers.ts';
import type { App } from './parts.ts';

/** Tells of every request, once its answer has left. Streams last as long as their reader likes, which says nothing about us. */
export function observeRequests(app: App, observers: Observers): void {
  app.addHook('onResponse', (request, reply, done) => {
    if (!isStream(reply.getHeader('content-type'))) {
      observers.requested({
        method: request.method,
        route: request.routeOptions.url ?? 'unknown',
        statusCode: reply.statusCode,
        tookMs: reply.elapsedTime,
      });
    }
    done();
  });
}

function isStream(contentType: unknown): boolean {
  return typeof contentType === 'string' && contentType.startsWith('text/event-stream');
}
