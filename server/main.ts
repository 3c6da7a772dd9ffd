import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import closeWithGrace from 'close-with-grace';
import { openSubscriptionNews } from '../persistence/alerts/subscription-news.ts';
import { auctionStore } from '../persistence/auction-store.ts';
import { openCatalogue } from '../persistence/catalogue/catalogue.ts';
import { openCardNews } from '../persistence/catalogue/news.ts';
import { openDatabase } from '../persistence/database.ts';
import { openDatabaseClock } from '../persistence/database-clock.ts';
import { openFeed } from '../persistence/feed/feed.ts';
import { startFeedUpkeep } from '../persistence/feed/upkeep.ts';
import { startImageCleaner } from '../persistence/images/cleaner.ts';
import { openImageStore } from '../persistence/images/open-store.ts';
import { openLikes } from '../persistence/likes/likes.ts';
import { openRedis } from '../persistence/redis.ts';
import { openRequestCounts } from '../persistence/request-counts.ts';
import { sessions } from '../persistence/sessions.ts';
import { settingOr } from '../persistence/settings.ts';
import { recommenderSecret } from '../recommender/secret.ts';
import { startRecommender } from '../recommender/start.ts';
import { createAuctionHouse } from '../rooms/create-auction-house.ts';
import { Doorkeeper } from '../rooms/doors/doorkeeper.ts';
import { createAuth } from './accounts/auth.ts';
import { ensureAdmin } from './accounts/first-admin.ts';
import { AlertHub } from './alerts/hub.ts';
import { announcement } from './announcement.ts';
import { buildApp } from './app.ts';
import { readConfig } from './config.ts';
import { startDemo } from './demo/demo.ts';
import { clientAddresses } from './doors/client-addresses.ts';
import { originAllowed } from './doors/origins.ts';
import { closeInOrder, type Stage } from './leaving/closing.ts';
import { HTTP_LIMITS } from './limits.ts';
import { openLog } from './logs/log.ts';
import { secretsOf } from './logs/secrets.ts';
import { noticeChannels, openNotices } from './notices/notices.ts';
import { openObservers } from './observers.ts';
import { RECOMMENDATION_LIMITS } from './recommendations/limits.ts';
import { openRecommendations } from './recommendations/recommendations.ts';
import { shownBy } from './showcase.ts';
import { openTracer } from './tracing/tracer.ts';

/** More than all steps of closing take together; after it the process ends all the same. */
const SHUTDOWN_MS = 10_000;

/** Everything there is, in the order in which it needs each other. */
async function start(): Promise<void> {
  const config = readConfig();
  const log = openLog(config.logLevel, secretsOf(config));
  const observer = openObservers(log);
  const tracer = openTracer(config.tracing, log);
  const newSecret = () => randomBytes(32).toString('base64url');

  const database = await openDatabase(config.database);
  const { db, background } = database;
  const clock = await openDatabaseClock(db);
  const secret = config.authSecret ?? (await settingOr(db, 'auth_secret', newSecret));
  const aliasSecret = await settingOr(db, 'alias_secret', newSecret);

  const redis = config.redisUrl === undefined ? undefined : await openRedis(config.redisUrl);
  const cardNews = openCardNews(background, clock, log);
  const feed = await openFeed(background, {
    redisUrl: config.redisUrl,
    channels: noticeChannels(config),
    log,
  });
  const house = await createAuctionHouse({
    store: auctionStore(db, { prolongs: config.prolongAfterOutage }),
    showcase: shownBy(cardNews, feed),
    sessions: sessions(db),
    clock,
    observer,
    log,
    aliasSecret,
    doorLimits: config.doorLimits,
    addressOf: clientAddresses(config),
    // Programs send no origin.
    isAllowedOrigin: (origin, host) => origin === undefined || originAllowed(config, origin, host ?? ''),
    ...(config.publicAddress !== undefined && { publicAddress: config.publicAddress }),
    ...(redis !== undefined && { redis }),
  });
  const requestCounts = await openRequestCounts({
    redisUrl: config.redisUrl,
    windowMs: HTTP_LIMITS.countedMs,
  });
  const auth = createAuth({ database, config, secret, log });
  const likes = await openLikes(background, { redisUrl: config.redisUrl, log });
  const catalogue = openCatalogue(database.reader, likes.overlay);
  const secretOfRecommender = config.recommender.secret ?? (await recommenderSecret(db));
  // There is always one: where none runs by itself, one on loopback.
  const recommender =
    config.recommender.url === undefined
      ? await startRecommender({
          db: background,
          secret: secretOfRecommender,
          folder: config.recommender.folder,
          host: '127.0.0.1',
          port: 0,
          log,
        })
      : { url: config.recommender.url, stop: async () => {} };
  const recommendations = openRecommendations({
    catalogue,
    clock,
    log,
    recommender: {
      url: recommender.url,
      secret: secretOfRecommender,
      timeoutMs: config.recommender.timeoutMs,
      leftAloneMs: RECOMMENDATION_LIMITS.leftAloneMs,
    },
  });
  const noticeSecret = await settingOr(db, 'notice_secret', newSecret);
  const notices = await openNotices({ db: background, feed, config, secret: noticeSecret, log });
  const alerts = new AlertHub({
    database,
    feed,
    news: await openSubscriptionNews(config.redisUrl),
    doorkeeper: new Doorkeeper(sessions(db), log),
    settled: () => house.settled(),
    config,
    log,
  });
  const imageStore = await openImageStore(config.images);
  const feedUpkeep = startFeedUpkeep(background, { ...config, told: feed.soon, log });
  const imageCleaner = startImageCleaner(background, imageStore, log);
  const parts = {
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
  };
  const app = await buildApp(parts);
  const admin = await ensureAdmin(auth);

  // biome-ignore lint/nursery/useAwaitThenable: its overloads hide the promise from the linter
  await app.listen({ port: config.port, host: config.host });
  house.attach(app.server);
  const demo = config.demo ? await startDemo(parts) : undefined;

  const stages: readonly Stage[] = [
    // Who is inside is sent elsewhere, and nobody new is let in …
    { rooms: () => house.leave(), alerts: () => alerts.stop(), demo: () => demo?.stop() },
    { requests: () => app.close() },
    // … then what they have left behind is put away.
    {
      house: () => house.stop(),
      cards: () => cardNews.stop(),
      notices: () => notices.stop(),
      recommender: () => recommender.stop(),
      recommendations: () => recommendations.stop(),
      'feed upkeep': () => feedUpkeep.stop(),
      likes: () => likes.stop(),
      'image cleaner': () => imageCleaner.stop(),
    },
    { feed: () => feed.stop() },
    {
      images: () => imageStore.close(),
      redis: () => redis?.disconnect(),
      counts: () => requestCounts.stop(),
      clock: () => clock.stop(),
      traces: () => tracer.stop(),
    },
    { database: () => database.close() },
  ];
  const say = (sentence: string) => process.stdout.write(`\n  ${sentence}\n`);
  const onSecondSignal = () => say('Ending at once.');
  closeWithGrace({ delay: SHUTDOWN_MS, logger: false, onSecondSignal }, async ({ err, signal }) => {
    if (err !== undefined) log.fatal({ err }, 'the server ends because of an error');
    if (signal !== undefined) say('Closing: letting bids settle and clients go. Once more ends at once.');
    await closeInOrder(stages, log);
  });

  const { port } = app.server.address() as AddressInfo;
  process.stdout.write(announcement(config, port, admin));
}

try {
  await start();
} catch (error) {
  // Mostly a wrong setting, a port or a folder in use, a database that is away: the sentence helps, the stack does not.
  process.stderr.write(
    `\n  Ready Auction did not start: ${error instanceof Error ? error.message : error}\n\n`,
  );
  if (process.argv.includes('--stack'))
    process.stderr.write(`${error instanceof Error ? error.stack : ''}\n`);
  process.exit(1);
}
