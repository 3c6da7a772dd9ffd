import { join } from 'node:path';
import proxyAddr from '@fastify/proxy-addr';
import type { ImageStoreOptions } from '../persistence/images/open-store.ts';
import type { DoorLimits } from '../rooms/doors/doors.ts';
import type { ConnectionLimits } from './doors/connection-limits.ts';
import { type Environment, parseEnvironment, type Variables } from './environment.ts';
import type { MailOptions, PushOptions } from './notices/options.ts';
import { isKeyPair } from './notices/vapid-keys.ts';
import type { TracingOptions } from './tracing/tracer.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

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

/** The validated configuration; throws with one readable sentence per wrong variable. With `recommender/config.ts` the only file that reads the environment. */
export function readConfig(variables: Variables = process.env): Config {
  const read = parseEnvironment(variables);
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
