import { Type } from 'typebox';
import { isReachable } from '../../persistence/reachable.ts';
import { refuse } from '../doors/refusing.ts';
import { HTTP_LIMITS } from '../limits.ts';
import type { App, Parts } from '../parts.ts';
import { onlyErrors } from '../shapes/error-shapes.ts';
import { OPEN } from '../shapes/security.ts';

const unlimited = { config: { uncounted: true as const }, logLevel: 'silent' as const };

export function healthRoutes(app: App, { database, house, recommendations }: Parts): void {
  app.get(
    '/health/live',
    {
      ...unlimited,
      schema: {
        tags: ['House'],
        summary: 'Whether the process lives',
        description: 'No limit applies.',
        security: OPEN,
        response: { 200: Type.Object({ status: Type.Literal('live') }) },
      },
    },
    async () => ({ status: 'live' as const }),
  );

  app.get(
    '/health/ready',
    {
      ...unlimited,
      schema: {
        tags: ['House'],
        summary: 'Whether the server is of use',
        description:
          'That is, whether the database answers within a second and, where there are several nodes, the others can see this one; and ' +
          'not when it was told to end: it sends its rooms elsewhere then, and answers what is still sent to it. ' +
          '`recommender`: `closed` when it is well, `open` while it is left alone and people get what is popular instead, `half_open` when ' +
          'the next request tries it again; no reason not to be ready. No limit applies.',
        security: OPEN,
        response: {
          200: Type.Object({
            status: Type.Literal('ready'),
            recommender: Type.Enum(['closed', 'open', 'half_open']),
          }),
          ...onlyErrors('unavailable'),
        },
      },
    },
    async (_request, reply) => {
      if (house.isLeaving())
        return refuse(reply, 'unavailable', { message: 'This server is leaving. Ask another one.' });
      if (!(await isReachable(database.db, HTTP_LIMITS.readyWithinMs)))
        return refuse(reply, 'unavailable', { message: 'The database does not answer.' });
      if (!house.isSeen())
        return refuse(reply, 'unavailable', {
          message: 'Redis does not answer: other nodes cannot see this one.',
        });
      return { status: 'ready' as const, recommender: recommendations.breakerState() };
    },
  );
}
