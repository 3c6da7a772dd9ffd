import type { FastifyRequest } from 'fastify';
import type { BidCause } from '../../rooms/ports.ts';
import type { App } from '../parts.ts';
import { readTraceparent, SPAN_KIND, type SpanContext, traceparentOf } from './span.ts';
import type { Tracer } from './tracer.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Its span; null where nothing is traced. */
    span: { readonly context: SpanContext; readonly parentSpanId: string | undefined } | null;
  }
}

/** A span for each request, in the trace that its sender began, if any. */
export function traceRequests(app: App, tracer: Tracer): void {
  app.decorateRequest('span', null);
  if (!tracer.isOn) return;
  app.addHook('onRequest', async (request) => {
    // Asked every few seconds by machines, and the same each time.
    if (request.routeOptions.config.uncounted === true || request.routeOptions.url === '/metrics') return;
    const parent = readTraceparent(request.headers.traceparent);
    request.span = { context: tracer.childOf(parent, tracer.samples(parent)), parentSpanId: parent?.spanId };
  });
  app.addHook('onResponse', async (request, reply) => {
    if (request.span === null) return;
    const endedMs = performance.now();
    const route = request.routeOptions.url ?? 'unknown';
    tracer.add({
      ...request.span,
      name: `${request.method} ${route}`,
      kind: SPAN_KIND.server,
      beganMs: endedMs - reply.elapsedTime,
      endedMs,
      attributes: {
        'http.request.method': request.method,
        'http.route': route,
        'http.response.status_code': reply.statusCode,
        'request.id': request.id,
      },
      links: [],
      hasFailed: reply.statusCode >= 500,
    });
  });
}

/** What is told of a request to whoever follows the bid that it brings. */
export function causeOf({ id, span }: FastifyRequest): BidCause {
  return { requestId: id, ...(span !== null && { traceparent: traceparentOf(span.context) }) };
}
