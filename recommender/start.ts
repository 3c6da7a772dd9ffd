import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Database } from '../persistence/database.ts';
import { openDatabaseClock } from '../persistence/database-clock.ts';
import { LogReader } from '../persistence/recommender/reader.ts';
import { settingOr } from '../persistence/settings.ts';
import { type StartLearner, startLearner } from './learner.ts';
import type { RecommenderLimits } from './limits.ts';
import type { Log } from './log.ts';
import { Mind } from './mind.ts';
import { Rounds } from './rounds.ts';
import { buildServer } from './server.ts';
import { readSnapshot } from './snapshot.ts';
import { statsOf } from './stats.ts';

export type RecommenderOptions = {
  readonly db: Database['db'];
  /** What the auction server shows with every question. */
  readonly secret: string;
  /** Where its snapshot lies. */
  readonly folder: string;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly log: Log;
  /** For tests. */
  readonly startLearner?: StartLearner;
  readonly limits?: Partial<RecommenderLimits>;
};

export type Recommender = { readonly url: string; stop(): Promise<void> };

/** Listens at once, with what the last one learned if there is a snapshot; reading and learning go on behind. */
export async function startRecommender(options: RecommenderOptions): Promise<Recommender> {
  const { db, secret, folder, host, port, log } = options;
  const clock = await openDatabaseClock(db);
  // Its ids would mean nothing in another house.
  const house = await settingOr(db, 'recommender_house', randomUUID);
  const snapshot = { file: join(folder, 'recommender.snapshot'), house };
  const mind = new Mind();
  const kept = await readSnapshot(snapshot.file, house);
  if (kept.kind === 'model') mind.change(kept.model);
  else log.info({ file: snapshot.file }, `the recommender starts without a snapshot: ${kept.why}`);

  const rounds = new Rounds({
    reader: () => new LogReader(db),
    startLearner: options.startLearner ?? startLearner,
    ...{ mind, log, snapshot, nowMs: clock.nowMs },
    ...(options.limits !== undefined && { limits: options.limits }),
  });
  const app = await buildServer({
    ...{ mind, secret, log, nowMs: clock.nowMs },
    stats: () => statsOf(mind.model, rounds.stats, clock.nowMs()),
  });
  const stop = async () => {
    await app.close();
    await rounds.stop();
    clock.stop();
  };
  try {
    // biome-ignore lint/nursery/useAwaitThenable: its overloads hide the promise from the linter
    await app.listen({ host, port });
  } catch (error) {
    await stop();
    throw error;
  }
  const { port: taken } = app.server.address() as AddressInfo;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`, stop };
}
