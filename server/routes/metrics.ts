import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Guards } from '../accounts/sessions.ts';
import { openMetrics } from '../metrics/metrics.ts';
import type { App, Parts } from '../parts.ts';
import { errors } from '../shapes/error-shapes.ts';
import { ADMIN } from '../shapes/security.ts';

export function metricsRoutes(app: App, parts: Parts, guards: Guards): void {
  const metrics = openMetrics(parts);
  const { metricsToken } = parts.config;

  const collectorOrAdmin = async (request: FastifyRequest, reply: FastifyReply) => {
    const shown = request.headers.authorization;
    if (metricsToken !== undefined && shown !== undefined && isSame(shown, `Bearer ${metricsToken}`)) return;
    return guards.requireAdmin(request, reply);
  };

  app.get(
    '/metrics',
    {
      onRequest: collectorOrAdmin,
      schema: {
        tags: ['Administration'],
        summary: 'What this process counts, for Prometheus',
        description:
          'For administrators, and for collectors that show the token of the setting `METRICS_TOKEN` as `Authorization: Bearer`.',
        security: ADMIN,
        response: {
          200: {
            description: 'Prometheus text format.',
            content: { 'text/plain': { schema: Type.String() } },
          },
          ...errors('sign_in_required', 'admins_only'),
        },
      },
    },
    async (_request, reply) => reply.type(metrics.contentType).send((await metrics.read()) as never),
  );
}

/** Takes as long whatever was shown. */
function isSame(shown: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(shown), digest(expected));
}
