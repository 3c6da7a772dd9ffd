import type { Config } from '../config.ts';

/**
 * Whether pages of `origin` may act with a visitor's cookie: our own, whatever name this server was reached by, and the listed
 * ones. `host` is the request's own host with its port; a foreign page cannot make the two agree.
 */
export function originAllowed(config: Config, origin: string, host: string): boolean {
  if (origin === config.publicUrl || config.origins.includes(origin)) return true;
  if (!URL.canParse(origin)) return false;
  const { protocol, host: theirs } = new URL(origin);
  // Read the same way, because only one of the two may spell out the scheme's own port.
  const ours = `${protocol}//${host}`;
  return theirs !== '' && URL.canParse(ours) && new URL(ours).host === theirs;
}
