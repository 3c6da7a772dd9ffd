import type { Config } from './config.ts';

/**
 * Whether pages of `origin` may act with a visitor's cookie: our own, whatever name this server was reached by, and the listed
 * ones. `host` is the request's own host with its port; a foreign page cannot make the two agree.
 */
export function originAllowed(config: Config, origin: string, host: string): boolean {
  if (origin === config.publicUrl || config.origins.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
