import type { SwaggerOptions } from '@fastify/swagger';
import type { Config } from '../config.ts';

/** What the plugin must know when routes come; all words are added by `openapi.ts`, when the document is first asked for. */
export const openapiOptions = (config: Config): SwaggerOptions => ({
  openapi: {
    openapi: '3.1.0',
    info: { title: 'Ready Auction', version: '' },
    servers: [{ url: '/', description: 'This server' }],
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'The `token` that signing in answers.' },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: `${config.publicUrl?.startsWith('https') ? '__Secure-' : ''}better-auth.session_token`,
          description: 'Set by signing in; acts only for pages of known origins.',
        },
      },
    },
  },
  stripBasePath: false,
  convertConstToEnum: false,
});
