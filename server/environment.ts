import envSchema from 'env-schema';
import { type Static, Type } from 'typebox';

const limit = (most: number) => Type.Integer({ minimum: 0, default: most });

/** Every setting there is. */
const ENVIRONMENT = Type.Object({
  /** Where the one port listens. A laptop shows nothing to its network; a container sets HOST=0.0.0.0. */
  PORT: Type.Integer({ minimum: 0, maximum: 65_535, default: 2567 }),
  HOST: Type.String({ default: '127.0.0.1' }),
  /** What people type to get here. Decides links, and secure cookies where it is https. */
  PUBLIC_URL: Type.Optional(Type.String({ pattern: '^https?://[^/]+/?$' })),
  /** Host and port under which clients reach the sockets of this very node, where a cluster has several. */
  PUBLIC_ADDRESS: Type.Optional(Type.String({ pattern: '^[^/\\s]+(/\\S*)?$' })),
  /** Without it the house brings its own embedded database in DATA_FOLDER. */
  DATABASE_URL: Type.Optional(Type.String({ pattern: '^postgres(ql)?://' })),
  DATABASE_POOL: Type.Integer({ minimum: 2, maximum: 200, default: 16 }),
  DATA_FOLDER: Type.String({ default: '.ready-auction' }),
  /** Where images lie: `images` in DATA_FOLDER, unless there is a bucket. Nodes of a cluster must share it. */
  IMAGE_FOLDER: Type.Optional(Type.String()),
  /** A bucket of any store that speaks S3, and where and how to get at it. */
  IMAGE_BUCKET: Type.Optional(Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$' })),
  S3_ENDPOINT: Type.Optional(Type.String({ pattern: '^https?://[^/]+/?$' })),
  S3_REGION: Type.Optional(Type.String({ pattern: '^[a-z0-9-]{1,40}$' })),
  /** Without these two: whatever Amazon's own tools would find. */
  S3_ACCESS_KEY_ID: Type.Optional(Type.String()),
  S3_SECRET_ACCESS_KEY: Type.Optional(Type.String()),
  /** On: endpoint/bucket, off: bucket.endpoint. By default on where there is an endpoint. */
  S3_PATH_STYLE: Type.Optional(Type.Enum(['on', 'off'])),
  REDIS_URL: Type.Optional(Type.String({ pattern: '^rediss?://' })),
  /** Auctions to look at. By default only where nothing was configured, that is with the embedded database. */
  DEMO: Type.Optional(Type.Enum(['on', 'off'])),
  /** Signs sessions. By default made once and kept in the database. */
  AUTH_SECRET: Type.Optional(Type.String({ minLength: 32 })),
  /** Whether auctions whose end fell into an outage of the whole house go on after it. */
  PROLONG_AFTER_OUTAGE: Type.Enum(['on', 'off'], { default: 'on' }),
  /** The house's share of a final price, in hundredths of a percent. */
  FEE_BASIS_POINTS: Type.Integer({ minimum: 0, maximum: 10_000, default: 250 }),
  /** How long before its end an auction is said to end soon; 0: never. */
  ENDING_SOON_MINUTES: Type.Integer({ minimum: 0, maximum: 1_440, default: 10 }),
  /** How long others can go on with the feed, and people find their alerts. */
  FEED_KEPT_DAYS: Type.Integer({ minimum: 1, maximum: 3_650, default: 7 }),
  ALERTS_KEPT_DAYS: Type.Integer({ minimum: 1, maximum: 3_650, default: 30 }),
  /** Other origins whose pages may call us with cookies and open sockets, separated by commas. */
  ORIGINS: Type.String({ default: '' }),
  /** Which proxies in front of us tell the client's address: how many there are, or their addresses. */
  TRUST_PROXY: Type.String({ default: '' }),
  BODY_LIMIT_BYTES: Type.Integer({ minimum: 1_024, maximum: 10_485_760, default: 65_536 }),
  /** Per client address; 0 means no limit, here and in all that follow, which load tests from one machine need. */
  REQUESTS_PER_MINUTE: limit(1_200),
  SIGN_INS_PER_MINUTE: limit(20),
  /** Per account, whatever addresses it comes from. */
  USER_REQUESTS_PER_MINUTE: limit(1_200),
  BIDS_PER_MINUTE: limit(600),
  UPLOADS_PER_MINUTE: limit(60),
  LISTINGS_PER_MINUTE: limit(60),
  /** Over sockets: through each, and through all of an account or an address on this node. Who sends more is let go. */
  MAX_MESSAGES_PER_SECOND: limit(50),
  USER_MESSAGES_PER_SECOND: limit(200),
  ADDRESS_MESSAGES_PER_SECOND: limit(2_000),
  /** Open sockets of an account, of an address, and of all together on this node. */
  USER_SOCKETS: limit(50),
  ADDRESS_SOCKETS: limit(1_000),
  MAX_SOCKETS: limit(20_000),
  /** A socket that lets so much wait unread is let go. */
  MAX_UNSENT_BYTES: Type.Integer({ minimum: 65_536, default: 1_048_576 }),
  /** Connections of all kinds; those beyond are not even read from. */
  MAX_CONNECTIONS: limit(50_000),
  /** Who does not finish asking within this time is hung up on; an upload over a slow line takes minutes. */
  HEADERS_TIMEOUT_SECONDS: Type.Integer({ minimum: 1, maximum: 300, default: 10 }),
  REQUEST_TIMEOUT_SECONDS: Type.Integer({ minimum: 1, maximum: 3_600, default: 300 }),
  /** An idle connection is kept for so long: longer than a proxy in front keeps it, or one would be closed under a request. */
  KEEP_ALIVE_SECONDS: Type.Integer({ minimum: 1, maximum: 3_600, default: 72 }),
  /** Together they turn Web Push on. Made once by `npx web-push generate-vapid-keys`; new keys need every browser to register again. */
  VAPID_PUBLIC_KEY: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{87}$' })),
  VAPID_PRIVATE_KEY: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' })),
  /** Where push services can reach whoever runs this house. */
  VAPID_SUBJECT: Type.Optional(Type.String({ pattern: '^(mailto:[^\\s@]+@[^\\s@]+|https://\\S+)$' })),
  /** For tests and closed networks only: push messages also go to addresses that the internet cannot reach. */
  PUSH_PRIVATE_ENDPOINTS: Type.Optional(Type.Enum(['allowed', 'refused'])),
  /** Together they turn e-mail on: the mail server, with name and password where it wants them, and whom the messages are from. */
  SMTP_URL: Type.Optional(Type.String({ pattern: '^smtps?://[^\\s/]+' })),
  MAIL_FROM: Type.Optional(Type.String({ pattern: '^[^\\p{Cc}]*[^\\p{Cc}\\s@]@[^\\p{Cc}\\s@]+$' })),
  /** Origin of a recommender that runs by itself (npm run recommender). Without it one is brought up in this process. */
  RECOMMENDER_URL: Type.Optional(Type.String({ pattern: '^https?://[^/\\s@]+/?$' })),
  /** What the servers show each other; the same on both. By default made once and kept in the database, where both find it. */
  RECOMMENDER_SECRET: Type.Optional(Type.String({ minLength: 32, pattern: '^[\\x21-\\x7e]+$' })),
  /** Where the one in this process keeps what it learned: `recommender` in DATA_FOLDER. */
  RECOMMENDER_FOLDER: Type.Optional(Type.String()),
  /** So long a page waits for recommendations at most. */
  RECOMMENDER_TIMEOUT_MS: Type.Integer({ minimum: 10, maximum: 1_000, default: 150 }),
  /** Lets a collector read /metrics. Without it only administrators can. */
  METRICS_TOKEN: Type.Optional(Type.String({ minLength: 32, pattern: '^[\\x21-\\x7e]+$' })),
  /** Of all people together on this node: each costs a socket and some memory. */
  MAX_ALERT_STREAMS: Type.Integer({ minimum: 1, default: 20_000 }),
  /** Turns traces on: the address of a collector that speaks OTLP over HTTP, and what it wants to be shown (name=value, …). */
  OTEL_EXPORTER_OTLP_ENDPOINT: Type.Optional(Type.String({ pattern: '^https?://[^/\\s@?#]+(/[^\\s?#]*)?$' })),
  OTEL_EXPORTER_OTLP_HEADERS: Type.Optional(
    Type.String({ pattern: '^[\\w-]+=[\\x21-\\x2b\\x2d-\\x7e]+(, *[\\w-]+=[\\x21-\\x2b\\x2d-\\x7e]+)*$' }),
  ),
  OTEL_SERVICE_NAME: Type.String({ pattern: '^[\\w./ -]{1,100}$', default: 'ready-auction' }),
  /** Which share of the traces that begin here is sent; those that others began follow their beginning. */
  OTEL_TRACES_SAMPLER_ARG: Type.Number({ minimum: 0, maximum: 1, default: 0.1 }),
  LOG_LEVEL: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], { default: 'warn' }),
});

/** What was set, of the right kind and within its bounds; whether it fits together is for `config.ts`. */
export type Environment = Static<typeof ENVIRONMENT>;
export type Variables = Readonly<Record<string, string | undefined>>;

type AjvProblem = {
  readonly instancePath: string;
  readonly message?: string;
  readonly params: { readonly allowedValues?: readonly string[] };
};

/** Throws with one readable sentence per wrong variable. */
export function parseEnvironment(variables: Variables): Environment {
  // An empty variable is how shells and compose files say "not set".
  const data = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  try {
    return envSchema<Environment>({ schema: ENVIRONMENT, data, env: false });
  } catch (error) {
    const problems = (error as { errors?: readonly AjvProblem[] }).errors ?? [];
    if (problems.length === 0) throw error;
    throw new Error(`Configuration: ${problems.map(sentence).join('; ')}`, { cause: error });
  }
}

function sentence({ instancePath, message = 'is wrong', params }: AjvProblem): string {
  const allowed = params.allowedValues === undefined ? '' : ` (${params.allowedValues.join(', ')})`;
  return `${instancePath.slice(1)} ${message}${allowed}`;
}
