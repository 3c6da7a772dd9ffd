/** `npm run recommender`: a server of its own, beside any number of auction servers. */
import closeWithGrace from 'close-with-grace';
import { pino } from 'pino';
import { openDatabase } from '../persistence/database.ts';
import { readRecommenderConfig } from './config.ts';
import { recommenderSecret } from './secret.ts';
import { startRecommender } from './start.ts';

/** A page is being read, or nothing: it has nothing to lose. */
const SHUTDOWN_MS = 10_000;
/** It reads one thing at a time, and asks for the time now and then. */
const CONNECTIONS = 2;

async function start(): Promise<void> {
  const { databaseUrl, port, host, folder, ...config } = readRecommenderConfig();
  const log = pino({ level: config.logLevel });
  const database = await openDatabase({
    ...{ kind: 'postgres', url: databaseUrl, poolSize: CONNECTIONS, readerPoolSize: 1 },
  });
  const { db } = database;
  const secret = config.secret ?? (await recommenderSecret(db));
  const recommender = await startRecommender({ db, secret, folder, host, port, log });
  closeWithGrace({ delay: SHUTDOWN_MS, logger: false }, async ({ err }) => {
    if (err !== undefined) log.fatal({ err }, 'the recommender ends because of an error');
    await recommender.stop();
    await database.close();
  });
  process.stdout.write(`\n  The recommender listens at ${recommender.url}\n\n`);
}

try {
  await start();
} catch (error) {
  process.stderr.write(
    `\n  The recommender did not start: ${error instanceof Error ? error.message : error}\n\n`,
  );
  process.exit(1);
}
