import { betterAuth } from 'better-auth';
import { admin, bearer } from 'better-auth/plugins';
import { renameSeller } from '../../persistence/catalogue/writing.ts';
import type { Database } from '../../persistence/database.ts';
import type { Config } from '../config.ts';
import { originAllowed } from '../doors/origins.ts';
import { HTTP_LIMITS } from '../limits.ts';
import type { Log } from '../logs/log.ts';

export const AUTH_PATH = '/api/auth';

/** Set by us from the connection, over whatever a client sent: otherwise all clients would share one rate limit, or choose theirs. */
export const CLIENT_ADDRESS_HEADER = 'x-ready-auction-client-address';

export type Auth = ReturnType<typeof createAuth>;

type AuthParts = {
  readonly database: Database;
  readonly config: Config;
  readonly secret: string;
  readonly log: Log;
};

/** Accounts and sessions. Bodies of the routes are checked in `routes/auth.ts`, before they come here. */
export function createAuth({ database, config, secret, log }: AuthParts) {
  const signIns = { window: 60, max: config.signInsPerMinute };
  return betterAuth({
    appName: 'Ready Auction',
    basePath: AUTH_PATH,
    baseURL: config.publicUrl ?? `http://localhost:${config.port}`,
    secret,
    // No transaction around a sign-up: it would keep a connection for as long as hashing takes, and bids need those.
    database: { db: database.db, type: 'postgres' },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: HTTP_LIMITS.passwordLength.least,
      maxPasswordLength: HTTP_LIMITS.passwordLength.most,
    },
    user: {
      additionalFields: {
        birthDate: { type: 'string', required: true, input: true },
        gender: { type: 'string', required: true, input: true },
      },
    },
    // A seller's name stands on cards that are ready made.
    databaseHooks: {
      user: { update: { after: ({ id, name }) => renameSeller(database.db, id, name) } },
    },
    // Unsigned tokens are what the database stores: whoever reads a backup must not be able to sign in with it.
    plugins: [bearer({ requireSignature: true }), admin({ defaultRole: 'user' })],
    rateLimit: {
      enabled: config.signInsPerMinute > 0,
      storage: 'database',
      window: 60,
      max: Math.max(config.requestsPerMinute, config.signInsPerMinute, 1),
      customRules: {
        '/sign-in/email': signIns,
        '/sign-up/email': signIns,
        '/change-password': signIns,
      },
    },
    trustedOrigins: (request) => {
      const origin = request?.headers.get('origin');
      const host = request?.headers.get('host');
      return origin && host && originAllowed(config, origin, host) ? [origin] : [];
    },
    advanced: {
      database: { generateId: 'uuid' },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
      // Said aloud, because tests would otherwise run without these checks.
      disableCSRFCheck: false,
      disableOriginCheck: false,
    },
    telemetry: { enabled: false },
    logger: {
      level: 'warn',
      disableColors: true,
      log: (level, message, ...more) =>
        log[level === 'error' ? 'error' : 'debug']({ more }, `auth: ${message}`),
    },
  });
}
