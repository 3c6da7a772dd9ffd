import { Type } from 'typebox';
import type { Config } from '../config.ts';
import type { App } from '../parts.ts';
import { onlyErrors } from '../shapes/error-shapes.ts';
import { OPEN } from '../shapes/security.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const SCRIPT_PATH = '/docs/scalar.js';
/** A year: its address changes with what it is. */
const SCRIPT_CACHING = 'public, max-age=31536000, immutable';

const AnyJson = (description: string) => Type.Object({}, { additionalProperties: true, description });

/** The documentation, made of the very schemas that requests are checked by. Nothing of it is loaded or made before somebody asks. */
export function documentationRoutes(app: App, config: Config): void {
  const openapi = once(async () => {
    const { openapiDocument } = await import('../documentation/openapi.ts');
    return JSON.stringify(openapiDocument(app.swagger(), config));
  });
  const asyncapi = once(async () => {
    const { asyncapiDocument } = await import('../documentation/asyncapi.ts');
    return JSON.stringify(asyncapiDocument());
  });
  const page = once(async () => {
    const { drawReferencePage } = await import('../documentation/reference-page.ts');
    return drawReferencePage(SCRIPT_PATH);
  });
  const tags = ['House'];
  const few = onlyErrors('too_many_requests');

  app.get(
    '/openapi.json',
    {
      schema: {
        tags,
        summary: 'This reference, for machines',
        description: 'OpenAPI 3.1.',
        security: OPEN,
        response: { 200: AnyJson('The document.'), ...few },
      },
    },
    async (_request, reply) => reply.type(JSON_TYPE).send((await openapi()) as never),
  );

  app.get(
    '/asyncapi.json',
    {
      schema: {
        tags,
        summary: "The rooms' messages, for machines",
        description: 'AsyncAPI 3.0.',
        security: OPEN,
        response: { 200: AnyJson('The document.'), ...few },
      },
    },
    async (_request, reply) => reply.type(JSON_TYPE).send((await asyncapi()) as never),
  );

  app.get(
    '/docs',
    {
      schema: {
        tags,
        summary: 'This reference, for people',
        security: OPEN,
        response: {
          200: { description: 'A page.', content: { 'text/html': { schema: Type.String() } } },
          ...few,
        },
      },
    },
    async (_request, reply) => {
      const { html, policy } = await page();
      return reply
        .header('content-security-policy', policy)
        .type('text/html; charset=utf-8')
        .send(html as never);
    },
  );

  // Hidden: it is nothing but a part of the page.
  app.get(SCRIPT_PATH, { schema: { hide: true } }, async (request, reply) => {
    const { script, compressedScript } = await page();
    reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', SCRIPT_CACHING)
      .header('vary', 'accept-encoding');
    if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return reply.send(script);
    return reply.header('content-encoding', 'gzip').send(compressedScript);
  });
}

/** What is made once, when it is first asked for; what failed is tried again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let making: Promise<T> | undefined;
  return () => {
    making ??= make().catch((error: unknown) => {
      making = undefined;
      throw error;
    });
    return making;
  };
}
