import rateLimit from '@fastify/rate-limit';
import type { Config } from './config.ts';
import type { App } from './parts.ts';

/**
 * So many requests a minute from one address; routes say `rateLimit: false` to be left out. It comes before the guards of the routes: left
 * to itself the plugin puts it behind them, and whoever shows bad tokens would never be counted.
 */
export async function limitRequests(app: App, { requestsPerMinute }: Config): Promise<void> {
  if (requestsPerMinute === 0) return;
  await app.register(rateLimit, { global: false, max: requestsPerMinute, timeWindow: '1 minute' });
  const limit = app.rateLimit();
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.rateLimit !== false) await limit.call(app, request, reply);
  });
}
