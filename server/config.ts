import { join } from 'node:path';
import proxyAddr from '@fastify/proxy-addr';
import envSchema from 'env-schema';
import { type Static, Type } from 'typebox';
import type { ImageStoreOptions } from '../persistence/images/open-store.ts';
import type { DoorLimits } from '../rooms/doors.ts';
import type { ConnectionLimits } from './connection-limits.ts';
import type { MailOptions, PushOptions } from './notices/options.ts';
import { isKeyPair } from './notices/vapid-keys.ts';
import type { TracingOptions } from './tracing/tracer.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const limit = (most: number) => Type.Integer({ minimum: 0, default: most });

/** Every setting there is. With `recommender/config.ts` the only file that reads the environment. */
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

export type Config = {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string | undefined;
  readonly publicAddress: string | undefined;
  readonly database:
    | { readonly kind: 'embedded'; readonly folder: string }
    | { readonly kind: 'postgres'; readonly url: string; readonly poolSize: number };
  readonly images: ImageStoreOptions;
  readonly redisUrl: string | undefined;
  readonly demo: boolean;
  readonly authSecret: string | undefined;
  readonly prolongAfterOutage: boolean;
  readonly feeBasisPoints: number;
  readonly endingSoonMs: number;
  readonly feedKeptMs: number;
  readonly alertsKeptMs: number;
  readonly origins: readonly string[];
  /** Whether to believe what the one at this hop says of who asked it; false: nobody. */
  readonly trustProxy: false | ((address: string, hop: number) => boolean);
  readonly bodyLimitBytes: number;
  readonly requestsPerMinute: number;
  readonly signInsPerMinute: number;
  readonly userRequestsPerMinute: number;
  readonly bidsPerMinute: number;
  readonly uploadsPerMinute: number;
  readonly listingsPerMinute: number;
  readonly doorLimits: DoorLimits;
  readonly connectionLimits: ConnectionLimits;
  /** Undefined: no Web Push. */
  readonly push: PushOptions | undefined;
  /** Undefined: no e-mail. */
  readonly mail: MailOptions | undefined;
  readonly recommender: {
    readonly url: string | undefined;
    readonly secret: string | undefined;
    readonly folder: string;
    readonly timeoutMs: number;
  };
  readonly metricsToken: string | undefined;
  readonly maxAlertStreams: number;
  /** Undefined: nothing is traced. */
  readonly tracing: TracingOptions | undefined;
  readonly logLevel: string;
};

type Environment = Static<typeof ENVIRONMENT>;
type Variables = Readonly<Record<string, string | undefined>>;

/** The validated configuration; throws with one readable sentence per wrong variable. */
export function readConfig(variables: Variables = process.env): Config {
  const read = parse(variables);
  const problems = (read.ORIGINS ? read.ORIGINS.split(',') : []).filter((origin) => !isOrigin(origin.trim()));
  if (problems.length > 0) {
    throw new Error(`ORIGINS must list origins like https://example.com, but has ${problems.join(', ')}`);
  }
  return {
    port: read.PORT,
    host: read.HOST,
    publicUrl: read.PUBLIC_URL?.replace(/\/$/, ''),
    publicAddress: read.PUBLIC_ADDRESS,
    database:
      read.DATABASE_URL === undefined
        ? { kind: 'embedded', folder: join(read.DATA_FOLDER) }
        : { kind: 'postgres', url: read.DATABASE_URL, poolSize: read.DATABASE_POOL },
    images: imageStoreOf(read),
    redisUrl: read.REDIS_URL,
    demo: (read.DEMO ?? (read.DATABASE_URL === undefined ? 'on' : 'off')) === 'on',
    authSecret: read.AUTH_SECRET,
    prolongAfterOutage: read.PROLONG_AFTER_OUTAGE === 'on',
    feeBasisPoints: read.FEE_BASIS_POINTS,
    endingSoonMs: read.ENDING_SOON_MINUTES * MINUTE_MS,
    feedKeptMs: read.FEED_KEPT_DAYS * DAY_MS,
    alertsKeptMs: read.ALERTS_KEPT_DAYS * DAY_MS,
    origins: read.ORIGINS.split(',').flatMap((origin) => origin.trim() || []),
    trustProxy: trustedProxies(read.TRUST_PROXY),
    bodyLimitBytes: read.BODY_LIMIT_BYTES,
    requestsPerMinute: read.REQUESTS_PER_MINUTE,
    signInsPerMinute: read.SIGN_INS_PER_MINUTE,
    userRequestsPerMinute: read.USER_REQUESTS_PER_MINUTE,
    bidsPerMinute: read.BIDS_PER_MINUTE,
    uploadsPerMinute: read.UPLOADS_PER_MINUTE,
    listingsPerMinute: read.LISTINGS_PER_MINUTE,
    doorLimits: {
      socketMessages: read.MAX_MESSAGES_PER_SECOND,
      userMessages: read.USER_MESSAGES_PER_SECOND,
      addressMessages: read.ADDRESS_MESSAGES_PER_SECOND,
      userSockets: read.USER_SOCKETS,
      addressSockets: read.ADDRESS_SOCKETS,
      sockets: read.MAX_SOCKETS,
      unsentBytes: read.MAX_UNSENT_BYTES,
    },
    connectionLimits: connectionLimitsOf(read),
    push: pushOf(read),
    mail: mailOf(read),
    recommender: {
      url: read.RECOMMENDER_URL,
      secret: read.RECOMMENDER_SECRET,
      folder: read.RECOMMENDER_FOLDER ?? join(read.DATA_FOLDER, 'recommender'),
      timeoutMs: read.RECOMMENDER_TIMEOUT_MS,
    },
    metricsToken: read.METRICS_TOKEN,
    maxAlertStreams: read.MAX_ALERT_STREAMS,
    tracing: tracingOf(read),
    logLevel: read.LOG_LEVEL,
  };
}

type AjvProblem = {
  readonly instancePath: string;
  readonly message?: string;
  readonly params: { readonly allowedValues?: readonly string[] };
};

function parse(variables: Variables): Environment {
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

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function trustedProxies(text: string): Config['trustProxy'] {
  if (text === '') return false;
  if (/^\d+$/.test(text)) return (_address, hop) => hop < Number(text);
  try {
    return proxyAddr.compile(text.split(',').map((each) => each.trim()));
  } catch {
    throw new Error(`TRUST_PROXY must be a number of proxies, or list their addresses, but is ${text}`);
  }
}

/** Node looks at the headers first, so the whole request must not be given less time. */
function connectionLimitsOf(read: Environment): ConnectionLimits {
  const [headersSeconds, requestSeconds] = [read.HEADERS_TIMEOUT_SECONDS, read.REQUEST_TIMEOUT_SECONDS];
  if (headersSeconds > requestSeconds) {
    throw new Error('Configuration: REQUEST_TIMEOUT_SECONDS must not be less than HEADERS_TIMEOUT_SECONDS');
  }
  return {
    most: read.MAX_CONNECTIONS,
    headersTimeoutMs: headersSeconds * 1_000,
    requestTimeoutMs: requestSeconds * 1_000,
    keepAliveMs: read.KEEP_ALIVE_SECONDS * 1_000,
  };
}

/** Half a bucket is a mistake that would be found out when images are gone. */
function imageStoreOf(read: Environment): ImageStoreOptions {
  const { IMAGE_BUCKET: bucket, IMAGE_FOLDER, S3_ENDPOINT: endpoint } = read;
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = read;
  if (bucket === undefined) {
    const stray = S3_SETTINGS.filter((name) => read[name] !== undefined);
    if (stray.length > 0) throw new Error(`Configuration: ${stray.join(', ')} without IMAGE_BUCKET`);
    return { kind: 'folder', folder: IMAGE_FOLDER ?? join(read.DATA_FOLDER, 'images') };
  }
  if (IMAGE_FOLDER !== undefined) throw new Error('Configuration: IMAGE_FOLDER or IMAGE_BUCKET, not both');
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    throw new Error('Configuration: S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together');
  }
  return {
    kind: 'bucket',
    bucket,
    endpoint,
    region: read.S3_REGION ?? 'us-east-1',
    credentials:
      accessKeyId === undefined || secretAccessKey === undefined
        ? undefined
        : { accessKeyId, secretAccessKey },
    pathStyle: read.S3_PATH_STYLE === undefined ? endpoint !== undefined : read.S3_PATH_STYLE === 'on',
  };
}

const S3_SETTINGS = [
  'S3_ENDPOINT',
  'S3_REGION',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
  'S3_PATH_STYLE',
] as const;

const VAPID_SETTINGS = ['VAPID_PUBLIC_KEY', 'VAPID_PRIVATE_KEY', 'VAPID_SUBJECT'] as const;

/** Keys that do not belong together are found out here, and not by every push service. */
function pushOf(read: Environment): PushOptions | undefined {
  const { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey, VAPID_SUBJECT: subject } = read;
  if (publicKey === undefined || privateKey === undefined || subject === undefined) {
    const lacking = VAPID_SETTINGS.filter((name) => read[name] === undefined);
    if (lacking.length === VAPID_SETTINGS.length) return undefined;
    throw new Error(
      `Configuration: Web Push also needs ${lacking.join(', ')}; npx web-push generate-vapid-keys makes both keys`,
    );
  }
  if (!isKeyPair(publicKey, privateKey)) {
    throw new Error('Configuration: VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY do not belong together');
  }
  return { publicKey, privateKey, subject, privateEndpoints: read.PUSH_PRIVATE_ENDPOINTS === 'allowed' };
}

/** Messages are read elsewhere, so what they link to must have an address that works there. */
function mailOf(read: Environment): MailOptions | undefined {
  const { SMTP_URL: smtpUrl, MAIL_FROM: from, PUBLIC_URL: publicUrl } = read;
  if (smtpUrl === undefined && from === undefined) return undefined;
  if (smtpUrl === undefined || from === undefined) {
    throw new Error('Configuration: SMTP_URL and MAIL_FROM belong together');
  }
  if (publicUrl === undefined)
    throw new Error('Configuration: SMTP_URL also needs PUBLIC_URL, for the links in messages');
  return { smtpUrl, from, publicUrl: publicUrl.replace(/\/$/, '') };
}

function tracingOf(read: Environment): TracingOptions | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = read;
  if (endpoint === undefined) {
    if (headers === undefined) return undefined;
    throw new Error('Configuration: OTEL_EXPORTER_OTLP_HEADERS without OTEL_EXPORTER_OTLP_ENDPOINT');
  }
  return {
    endpoint: endpoint.replace(/\/+$/, ''),
    headers: otlpHeaders(headers ?? ''),
    serviceName: read.OTEL_SERVICE_NAME,
    sampleRatio: read.OTEL_TRACES_SAMPLER_ARG,
  };
}

/** As OpenTelemetry writes them: with values encoded as in addresses. */
function otlpHeaders(text: string): Record<string, string> {
  try {
    const pairs = text.split(',').flatMap((pair) => {
      const [name = '', ...value] = pair.trim().split('=');
      return name === '' ? [] : [[name, decodeURIComponent(value.join('='))] as const];
    });
    return Object.fromEntries(new Headers(pairs.map(([name, value]) => [name, value])));
  } catch {
    throw new Error('Configuration: OTEL_EXPORTER_OTLP_HEADERS has a value that no header can have');
  }
}

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
