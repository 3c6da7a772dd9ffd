/** `npm run recommender`: a server of its own, beside any number of auction servers. */
import { setTimeout as pause } from 'node:timers/promises';
import closeWithGrace from 'close-with-grace';
import { pino } from 'pino';
import { openDatabase } from '../persistence/database.ts';
import { readRecommenderConfig } from './config.ts';
import { recommenderSecret } from './secret.ts';
import { startRecommender } from './start.ts';

/** Longer than both steps of closing together; after it the process ends all the same. */
const SHUTDOWN_MS = 10_000;
/** A page is being read, or nothing. */
const STEP_MS = 4_000;
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
  const logged = (err: unknown) => log.warn({ err }, 'closing: a step failed; going on without it');
  closeWithGrace({ delay: SHUTDOWN_MS, logger: false }, async ({ err }) => {
    if (err !== undefined) log.fatal({ err }, 'the recommender ends because of an error');
    // Where PostgreSQL is away, neither may end, and both have nothing to lose.
    for (const stop of [recommender.stop, database.close])
      await Promise.race([stop().catch(logged), pause(STEP_MS, undefined, { ref: false })]);
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
