import { setTimeout as pause } from 'node:timers/promises';
import type { LogReader, News } from '../persistence/recommender/reader.ts';
import type { Learner, StartLearner } from './learner.ts';
import { RECOMMENDER, type RecommenderLimits } from './limits.ts';
import type { Log } from './log.ts';
import type { Mind } from './mind.ts';
import { MODEL } from './model/limits.ts';

type Options = {
  readonly reader: () => LogReader;
  readonly startLearner: StartLearner;
  readonly mind: Mind;
  readonly nowMs: () => number;
  readonly log: Log;
  readonly snapshot: { readonly file: string; readonly house: string };
  /** For tests, which do not wait. */
  readonly limits?: Partial<RecommenderLimits>;
};

/** What there is to say of it. */
export type RoundStats = {
  readonly rebuildMs: number | null;
  /** When everything the database had by then had been read. */
  readonly readAtMs: number | null;
};

/**
 * Reads and learns, round after round. Whatever fails leaves the model that answers as it is, and is tried again: reading goes on where it
 * stopped, and a thread that died is started anew and told everything again.
 */
export class Rounds {
  readonly #options: Options;
  readonly #limits: RecommenderLimits;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #learner: Learner | undefined;
  #reader: LogReader | undefined;
  #learning: Promise<void> | undefined;
  /** Told of items while the thread learns, and so unknown to the model it is making. */
  #meanwhile: News[] = [];
  #learnAtMs = 0;
  #learnAnywayAtMs = 0;
  /** Since it was last learned. */
  #hasNews = false;
  #readAllAtMs = 0;
  #snapshotAtMs = 0;
  #rebuildMs: number | null = null;
  #readAtMs: number | null = null;

  constructor(options: Options) {
    this.#options = options;
    this.#limits = { ...RECOMMENDER, ...options.limits };
    this.#running = this.#run();
  }

  get stats(): RoundStats {
    return { rebuildMs: this.#rebuildMs, readAtMs: this.#readAtMs };
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#learner?.stop();
    await this.#running;
    await this.#learning;
    await this.#learner?.stop();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      let restMs = this.#limits.refreshMs;
      try {
        await this.#round();
      } catch (error) {
        restMs = this.#limits.retryMs;
        if (!signal.aborted)
          this.#options.log.warn({ err: error }, 'the recommender could not read; it tries again');
      }
      await pause(restMs, undefined, { signal, ref: false }).catch(() => {});
    }
  }

  async #round(): Promise<void> {
    const { mind, startLearner, reader } = this.#options;
    if (this.#learner === undefined || this.#learner.ended) {
      this.#learner = startLearner();
      this.#reader = reader();
      try {
        await this.#tell(this.#reader.all(this.#horizonMs()));
      } catch (error) {
        // Half of it would be taken for all.
        await this.#learner.stop();
        this.#learner = undefined;
        throw error;
      }
      this.#readAllAtMs = performance.now() + this.#limits.readAllMs;
      this.#learnAtMs = 0;
    } else if (this.#reader !== undefined) {
      await this.#tell(this.#reader.changes());
    }
    if (this.#learning !== undefined || performance.now() < this.#learnAtMs || this.#stop.signal.aborted)
      return;
    await this.#readNews();
    if (!this.#hasNews && performance.now() < this.#learnAnywayAtMs) {
      this.#learnAtMs = performance.now() + this.#limits.learnMs;
      return;
    }
    this.#learning = this.#learn(mind).finally(() => {
      this.#learning = undefined;
    });
  }

  async #readNews(): Promise<void> {
    const reader = this.#reader;
    if (reader === undefined) return;
    await this.#tell(reader.newBids());
    if (performance.now() >= this.#readAllAtMs) {
      await this.#tell(reader.allItems());
      await this.#tell(reader.allLikes(this.#horizonMs()));
      this.#readAllAtMs = performance.now() + this.#limits.readAllMs;
    } else {
      await this.#tell(reader.newLikes());
    }
    this.#readAtMs = this.#options.nowMs();
  }

  async #learn(mind: Mind): Promise<void> {
    const { log, nowMs, snapshot } = this.#options;
    const startedMs = performance.now();
    const isDue = startedMs >= this.#snapshotAtMs;
    this.#meanwhile = [];
    this.#hasNews = false;
    try {
      const learned = await this.#learner?.learn({ nowMs: nowMs(), snapshot: isDue ? snapshot : undefined });
      if (learned === undefined) return;
      mind.change(learned.model);
      for (const news of this.#meanwhile) refresh(mind, news);
      this.#learnAnywayAtMs = performance.now() + this.#limits.learnAnywayMs;
      this.#rebuildMs = Math.round(learned.tookMs);
      if (isDue) this.#snapshotAtMs = startedMs + this.#limits.snapshotMs;
      if (learned.snapshotProblem !== undefined)
        log.warn(
          { problem: learned.snapshotProblem },
          'the snapshot of the recommender could not be written',
        );
    } catch (error) {
      this.#hasNews = true;
      if (!this.#stop.signal.aborted)
        log.error(
          { err: error },
          'the recommender could not learn; the model before stays, and it tries again',
        );
    }
    const tookMs = performance.now() - startedMs;
    this.#learnAtMs = performance.now() + Math.max(this.#limits.learnMs, tookMs / this.#limits.learnsShare);
  }

  async #tell(told: AsyncIterable<News>): Promise<void> {
    const { mind } = this.#options;
    for await (const news of told) {
      if (this.#stop.signal.aborted) return;
      refresh(mind, news);
      this.#hasNews = true;
      // What is told is handed over: what is needed again is kept apart.
      if (this.#learning !== undefined && isOfItems(news)) this.#meanwhile.push(structuredClone(news));
      this.#learner?.tell(news);
      if (mind.model !== undefined) await pause(this.#limits.restMs);
    }
  }

  #horizonMs(): number {
    return this.#options.nowMs() - MODEL.rememberMs;
  }
}

const isOfItems = ({ kind }: News): boolean => kind === 'items' || kind === 'removed';

function refresh(mind: Mind, news: News): void {
  if (news.kind === 'items') mind.refresh(news.bytes);
  if (news.kind === 'removed') mind.remove(news.ids);
}
