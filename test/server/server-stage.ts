/** The whole HTTP interface over a database of its own and real rooms, asked without a socket. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LightMyRequestResponse as InjectedResponse } from 'fastify';
import type { DestinationStream } from 'pino';
import type { ListingRequest, Me } from '../../auction/api.ts';
import { openSubscriptionNews } from '../../persistence/alerts/subscription-news.ts';
import { auctionStore } from '../../persistence/auction-store.ts';
import { openCatalogue } from '../../persistence/catalogue/catalogue.ts';
import { openCardNews } from '../../persistence/catalogue/news.ts';
import type { Database } from '../../persistence/database.ts';
import { openDatabaseClock } from '../../persistence/database-clock.ts';
import { openFeed } from '../../persistence/feed/feed.ts';
import { startFeedUpkeep } from '../../persistence/feed/upkeep.ts';
import { openImageStore } from '../../persistence/images/open-store.ts';
import { openLikes } from '../../persistence/likes/likes.ts';
import { openRequestCounts } from '../../persistence/request-counts.ts';
import { sessions } from '../../persistence/sessions.ts';
import { createAuctionHouse } from '../../rooms/create-auction-house.ts';
import { Doorkeeper } from '../../rooms/doors/doorkeeper.ts';
import type { TurnedAway } from '../../rooms/ports.ts';
import { createAuth } from '../../server/accounts/auth.ts';
import { ensureAdmin } from '../../server/accounts/first-admin.ts';
import { AlertHub } from '../../server/alerts/hub.ts';
import { buildApp } from '../../server/app.ts';
import { type Config, readConfig } from '../../server/config.ts';
import { clientAddresses } from '../../server/doors/client-addresses.ts';
import { originAllowed } from '../../server/doors/origins.ts';
import { HTTP_LIMITS } from '../../server/limits.ts';
import { openLog } from '../../server/logs/log.ts';
import { secretsOf } from '../../server/logs/secrets.ts';
import { noticeChannels, openNotices } from '../../server/notices/notices.ts';
import { openObservers } from '../../server/observers.ts';
import { openRecommendations } from '../../server/recommendations/recommendations.ts';
import { shownBy } from '../../server/showcase.ts';
import { openTracer } from '../../server/tracing/tracer.ts';
import { openTestDatabase } from '../support/stage.ts';

export type ServerStage = Awaited<ReturnType<typeof openServer>>;
export type Person = { readonly token: string; readonly cookie: string; readonly user: Me };

type Asked = {
  readonly as?: Person;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly from?: string;
};

const UNLIMITED = {
  REQUESTS_PER_MINUTE: '0',
  SIGN_INS_PER_MINUTE: '0',
  USER_REQUESTS_PER_MINUTE: '0',
  BIDS_PER_MINUTE: '0',
  UPLOADS_PER_MINUTE: '0',
  LISTINGS_PER_MINUTE: '0',
  LOG_LEVEL: process.env.TEST_LOG ?? 'silent',
};

/** A port that fetch refuses by itself. */
const NOWHERE = 'http://127.0.0.1:1';
export const NOTICE_SECRET = 'n'.repeat(32);
export const RECOMMENDER_SECRET = 'r'.repeat(32);

export async function openServer(
  variables: Readonly<Record<string, string>> = {},
  brought: { readonly logTo?: DestinationStream; readonly database?: Database } = {},
) {
  const imageFolder = await mkdtemp(join(tmpdir(), 'ready-auction-images-'));
  const images = 'IMAGE_BUCKET' in variables ? {} : { IMAGE_FOLDER: imageFolder };
  const config: Config = readConfig({ ...UNLIMITED, ...images, ...variables });
  const log = openLog(config.logLevel, secretsOf(config), brought.logTo);
  const database = brought.database ?? (await openTestDatabase('postgres'));
  const clock = await openDatabaseClock(database.db);
  const cardNews = openCardNews(database.db, clock, log);
  const feed = await openFeed(database.db, {
    redisUrl: config.redisUrl,
    channels: noticeChannels(config),
    log,
  });
  const turnedAway: TurnedAway[] = [];
  const observer = openObservers(log);
  observer.watch({ turnedAway: (why) => void turnedAway.push(why) });
  const tracer = openTracer(config.tracing, log);
  const house = await createAuctionHouse({
    store: auctionStore(database.db),
    showcase: shownBy(cardNews, feed),
    sessions: sessions(database.db),
    clock,
    observer,
    log,
    aliasSecret: 'aliases',
    doorLimits: config.doorLimits,
    addressOf: clientAddresses(config),
    isAllowedOrigin: (origin, host) => origin === undefined || originAllowed(config, origin, host ?? ''),
  });
  const requestCounts = await openRequestCounts({
    redisUrl: config.redisUrl,
    windowMs: HTTP_LIMITS.countedMs,
  });
  const auth = createAuth({ database, config, secret: 's'.repeat(32), log });
  const likes = await openLikes(database.db, { redisUrl: config.redisUrl, log });
  const catalogue = openCatalogue(database.reader, likes.overlay);
  const feedUpkeep = startFeedUpkeep(database.db, { ...config, told: feed.soon, log });
  const recommendations = openRecommendations({
    catalogue,
    clock,
    log,
    // Nothing is there, unless a test brings one along.
    recommender: {
      ...config.recommender,
      url: config.recommender.url ?? NOWHERE,
      secret: RECOMMENDER_SECRET,
      leftAloneMs: 300,
    },
  });
  const notices = await openNotices({ db: database.db, feed, config, secret: NOTICE_SECRET, log });
  const doorkeeper = new Doorkeeper(sessions(database.db), log);
  const alerts = new AlertHub({
    database,
    feed,
    news: await openSubscriptionNews(config.redisUrl),
    doorkeeper,
    settled: () => house.settled(),
    config,
    log,
  });
  const imageStore = await openImageStore(config.images);
  const app = await buildApp({
    database,
    feed,
    catalogue,
    likes,
    alerts,
    notices,
    recommendations,
    imageStore,
    house,
    auth,
    clock,
    observer,
    tracer,
    requestCounts,
    config,
    log,
  });

  const ask = async (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, asked: Asked = {}) => {
    const { as, body, headers, from } = asked;
    // biome-ignore lint/nursery/useAwaitThenable: its overloads hide the promise from the linter
    const response = await app.inject({
      method,
      url,
      remoteAddress: from ?? '127.0.0.1',
      headers: { ...(as && { authorization: `Bearer ${as.token}` }), ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
      payloadAsStream: true,
    });
    const type = String(response.headers['content-type']);
    const text = await (type === 'text/event-stream' ? beginningOf(response) : wholeOf(response));
    return {
      status: response.statusCode,
      headers: response.headers,
      text,
      // What comes back is what the test is about, so it is looked into freely.
      // biome-ignore lint/suspicious/noExplicitAny: an answer of any route
      body: (type.startsWith('application/json') ? JSON.parse(text) : null) as any,
    };
  };

  const signIn = async (path: string, body: unknown): Promise<Person> => {
    const { status, body: answer, headers } = await ask('POST', `/api/auth/${path}/email`, { body });
    if (status !== 200) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    const cookie = [headers['set-cookie'] ?? []].flat().map((each) => each.split(';', 1)[0]);
    return { token: answer.token, cookie: cookie.join('; '), user: answer.user };
  };

  return {
    alerts,
    app,
    ask,
    auth,
    cardNews,
    catalogue,
    clock,
    observer,
    tracer,
    requestCounts,
    config,
    database,
    /** Why somebody was turned away, so far. */
    turnedAway,
    /** Of the streams of alerts. */
    doorkeeper,
    feed,
    house,
    imageFolder,
    imageStore,
    likes,
    notices,
    recommendations,
    signUp: (changes: Record<string, unknown> = {}) => signIn('sign-up', { ...newAccount(), ...changes }),

    async admin(): Promise<Person> {
      const made = await ensureAdmin(auth);
      if (made === undefined) throw new Error('the administrator exists already');
      return signIn('sign-in', made);
    },

    async rich(points = 1_000): Promise<Person> {
      const person = await signIn('sign-up', newAccount());
      await ask('POST', '/api/wallet/charges', {
        as: person,
        body: { points },
        headers: { 'idempotency-key': randomUUID() },
      });
      return person;
    },

    async list(seller: Person, changes: Partial<ListingRequest> = {}) {
      const { status, body } = await ask('POST', '/api/auctions', {
        as: seller,
        body: { ...listing(clock.nowMs()), ...changes },
      });
      if (status !== 201) throw new Error(JSON.stringify(body));
      return body;
    },

    async close() {
      await house.stop();
      await cardNews.stop();
      await alerts.stop();
      await app.close();
      await notices.stop();
      await feedUpkeep.stop();
      await feed.stop();
      await likes.stop();
      recommendations.stop();
      clock.stop();
      requestCounts.stop();
      await tracer.stop();
      await database.close();
      imageStore.close();
      await rm(imageFolder, { recursive: true });
    },
  };
}

const wholeOf = async (response: InjectedResponse): Promise<string> => {
  const pieces: Buffer[] = [];
  for await (const piece of response.stream()) pieces.push(piece);
  return Buffer.concat(pieces).toString();
};

/** A stream has no end of its own: it is left after its first words. */
async function beginningOf(response: InjectedResponse): Promise<string> {
  const [piece] = (await once(response.stream(), 'data')) as [Buffer];
  response.raw.res.destroy();
  return piece.toString();
}

export const newAccount = () => ({
  email: `${randomUUID()}@example.com`,
  password: 'correct horse',
  name: 'Ada',
  birthDate: '1990-05-17',
  gender: 'female',
});

export const inMinutes = (nowMs: number, minutes: number) => new Date(nowMs + minutes * 60_000).toISOString();

export const listing = (nowMs: number): ListingRequest => ({
  title: 'A lamp',
  description: 'It glows.',
  startPricePoints: 100,
  endsAt: inMinutes(nowMs, 60),
});
