import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';

test('nothing configured is a house for one laptop, with a demo', () => {
  expect(readConfig({})).toMatchObject({
    port: 2567,
    host: '127.0.0.1',
    database: { kind: 'embedded', folder: '.ready-auction' },
    redisUrl: undefined,
    demo: true,
    feeBasisPoints: 250,
    endingSoonMs: 600_000,
    feedKeptMs: 7 * 86_400_000,
    alertsKeptMs: 30 * 86_400_000,
    recommender: {
      url: undefined,
      secret: undefined,
      folder: join('.ready-auction', 'recommender'),
      timeoutMs: 150,
    },
    metricsToken: undefined,
    origins: [],
    trustProxy: false,
  });
});

test('with a database of its own it is a real house, without a demo unless asked for', () => {
  const DATABASE_URL = 'postgres://localhost/auctions';
  expect(readConfig({ DATABASE_URL })).toMatchObject({
    database: { kind: 'postgres', url: DATABASE_URL },
    demo: false,
  });
  expect(readConfig({ DATABASE_URL, DEMO: 'on' }).demo).toBe(true);
  expect(readConfig({ DEMO: 'off' }).demo).toBe(false);
});

test('images lie beside the embedded database, or in a folder or bucket of their own', () => {
  expect(readConfig({}).images).toEqual({ kind: 'folder', folder: join('.ready-auction', 'images') });
  expect(readConfig({ DATA_FOLDER: '/srv/house' }).images).toEqual({
    kind: 'folder',
    folder: join('/srv/house', 'images'),
  });
  expect(readConfig({ IMAGE_FOLDER: '/mnt/pictures' }).images).toEqual({
    kind: 'folder',
    folder: '/mnt/pictures',
  });
  expect(readConfig({ IMAGE_BUCKET: 'pictures' }).images).toEqual({
    kind: 'bucket',
    bucket: 'pictures',
    endpoint: undefined,
    region: 'us-east-1',
    credentials: undefined,
    pathStyle: false,
  });
  const elsewhere = {
    IMAGE_BUCKET: 'pictures',
    S3_ENDPOINT: 'https://s3.example',
    S3_REGION: 'eu-1',
    S3_ACCESS_KEY_ID: 'id',
    S3_SECRET_ACCESS_KEY: 'secret',
  };
  expect(readConfig(elsewhere).images).toEqual({
    kind: 'bucket',
    bucket: 'pictures',
    endpoint: 'https://s3.example',
    region: 'eu-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    pathStyle: true,
  });
  expect(readConfig({ ...elsewhere, S3_PATH_STYLE: 'off' }).images).toMatchObject({ pathStyle: false });
});

test.each([
  [{ S3_ENDPOINT: 'https://s3.example' }, 'S3_ENDPOINT without IMAGE_BUCKET'],
  [{ IMAGE_BUCKET: 'pictures', IMAGE_FOLDER: '/mnt' }, 'not both'],
  [{ IMAGE_BUCKET: 'pictures', S3_ACCESS_KEY_ID: 'id' }, 'belong together'],
  [{ IMAGE_BUCKET: 'pictures', S3_SECRET_ACCESS_KEY: 'secret' }, 'belong together'],
])('half a bucket is refused: %o', (variables, says) => {
  expect(() => readConfig(variables)).toThrow(says);
});

test('an empty variable is one that is not set', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '', ORIGINS: '' })).toEqual(readConfig({}));
});

test.each([
  ['PORT', 'abc'],
  ['PORT', '70000'],
  ['DEMO', 'maybe'],
  ['DATABASE_URL', 'mysql://localhost'],
  ['AUTH_SECRET', 'short'],
  ['FEE_BASIS_POINTS', '10001'],
  ['ORIGINS', 'shop.example'],
  ['LOG_LEVEL', 'loud'],
  ['PUBLIC_URL', 'https://example.com/with/path'],
  ['IMAGE_BUCKET', 'Not A Bucket'],
  ['S3_ENDPOINT', 's3.example'],
  ['S3_PATH_STYLE', 'yes'],
  ['RECOMMENDER_URL', 'recommender.example'],
  ['RECOMMENDER_URL', 'http://user:password@recommender.example'],
  ['RECOMMENDER_URL', 'https://recommender.example/with/path'],
  ['RECOMMENDER_SECRET', 'short'],
  ['RECOMMENDER_TIMEOUT_MS', '1001'],
  ['METRICS_TOKEN', 'short'],
  ['METRICS_TOKEN', `${'x'.repeat(32)} with spaces`],
])('%s=%s is refused by name', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(name);
});

test('proxies are trusted by number or by address', () => {
  const hops = readConfig({ TRUST_PROXY: '1' }).trustProxy as (address: string, hop: number) => boolean;
  expect([hops('10.0.0.1', 0), hops('10.0.0.1', 1)]).toEqual([true, false]);
  const network = readConfig({ TRUST_PROXY: '127.0.0.1, 10.0.0.0/8' }).trustProxy as typeof hops;
  expect(['127.0.0.1', '10.9.9.9', '192.0.2.1'].map((address) => network(address, 5))).toEqual([
    true,
    true,
    false,
  ]);
});

test('limits are those of a house that is open to everybody, and each can be set, or lifted by 0', () => {
  expect(readConfig({})).toMatchObject({
    requestsPerMinute: 1_200,
    userRequestsPerMinute: 1_200,
    bidsPerMinute: 600,
    uploadsPerMinute: 60,
    listingsPerMinute: 60,
    doorLimits: {
      socketMessages: 50,
      userMessages: 200,
      addressMessages: 2_000,
      userSockets: 50,
      addressSockets: 1_000,
      sockets: 20_000,
      unsentBytes: 1_048_576,
    },
    connectionLimits: {
      most: 50_000,
      headersTimeoutMs: 10_000,
      requestTimeoutMs: 300_000,
      keepAliveMs: 72_000,
    },
  });
  const set = readConfig({ USER_SOCKETS: '0', BIDS_PER_MINUTE: '7', MAX_UNSENT_BYTES: '65536' });
  expect(set).toMatchObject({ bidsPerMinute: 7, doorLimits: { userSockets: 0, unsentBytes: 65_536 } });
});

test.each([
  [{ MAX_SOCKETS: '-1' }, /MAX_SOCKETS must be >= 0/],
  [{ USER_MESSAGES_PER_SECOND: 'many' }, /USER_MESSAGES_PER_SECOND must be integer/],
  [{ MAX_UNSENT_BYTES: '0' }, /MAX_UNSENT_BYTES must be >= 65536/],
  [
    { HEADERS_TIMEOUT_SECONDS: '20', REQUEST_TIMEOUT_SECONDS: '10' },
    /REQUEST_TIMEOUT_SECONDS must not be less/,
  ],
])('%j is refused with a sentence', (variables, sentence) => {
  expect(() => readConfig(variables)).toThrow(sentence);
});
