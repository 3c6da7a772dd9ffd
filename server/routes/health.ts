import { Type } from 'typebox';
import { isReachable } from '../../persistence/reachable.ts';
import { HTTP_LIMITS } from '../limits.ts';
import type { App, Parts } from '../parts.ts';
import { refuse } from '../refusing.ts';
import { ERRORS } from '../shapes/error-shapes.ts';

const unlimited = { config: { rateLimit: false as const }, logLevel: 'silent' as const };

export function healthRoutes(app: App, { database }: Parts): void {
  /** `{ status: 'live' }` while the process answers at all. */
  app.get(
    '/health/live',
    { ...unlimited, schema: { response: { 200: Type.Object({ status: Type.Literal('live') }) } } },
    async () => ({ status: 'live' as const }),
  );

  /** `{ status: 'ready' }` when the database answered within a second; 503 `unavailable` otherwise. */
  app.get(
    '/health/ready',
    {
      ...unlimited,
      schema: { response: { 200: Type.Object({ status: Type.Literal('ready') }), ...ERRORS } },
    },
    async (_request, reply) => {
      if (await isReachable(database.db, HTTP_LIMITS.readyWithinMs)) return { status: 'ready' as const };
      return refuse(reply, 'unavailable', { message: 'The database does not answer.' });
    },
  );
}
