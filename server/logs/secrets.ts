import type { Config } from '../config.ts';

/** What must never be shown, in no log: all of it opens something. */
export function secretsOf(config: Config): readonly (string | undefined)[] {
  const { database, images, mail, push, recommender, tracing } = config;
  const addresses = [database.kind === 'postgres' ? database.url : undefined, config.redisUrl, mail?.smtpUrl];
  return [
    config.authSecret,
    config.metricsToken,
    recommender.secret,
    push?.privateKey,
    images.kind === 'bucket' ? images.credentials?.secretAccessKey : undefined,
    ...Object.values(tracing?.headers ?? {}),
    ...addresses.flatMap(passwordIn),
  ];
}

function passwordIn(address: string | undefined): readonly string[] {
  if (address === undefined || !URL.canParse(address)) return [];
  const { password } = new URL(address);
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}
