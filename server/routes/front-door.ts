import { Type } from 'typebox';
import type { App } from '../parts.ts';
import { onlyErrors } from '../shapes/error-shapes.ts';
import { OPEN } from '../shapes/security.ts';

const path = Type.String();

/** Where everything is, for whoever opens the bare address. */
export function frontDoorRoutes(app: App): void {
  app.get(
    '/',
    {
      schema: {
        tags: ['House'],
        summary: 'Where everything is',
        security: OPEN,
        response: {
          200: Type.Object({
            name: Type.String(),
            docs: path,
            openapi: path,
            asyncapi: path,
            auctions: path,
            monitor: path,
            health: path,
          }),
          ...onlyErrors('too_many_requests'),
        },
      },
    },
    async () => ({
      name: 'Ready Auction',
      docs: '/docs',
      openapi: '/openapi.json',
      asyncapi: '/asyncapi.json',
      auctions: '/api/auctions',
      monitor: '/monitor/',
      health: '/health/ready',
    }),
  );
}
