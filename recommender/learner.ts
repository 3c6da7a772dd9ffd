import { Worker } from 'node:worker_threads';
import type { FromLearner, ToLearner } from './learner-messages.ts';
import { type Model, modelOf } from './model/model.ts';

type Learned = {
  readonly model: Model;
  readonly tookMs: number;
  readonly snapshotProblem: string | undefined;
};

/** Keeps what it is told, and makes models of it, without holding anybody up. */
export interface Learner {
  tell(message: Exclude<ToLearner, { kind: 'learn' }>): void;
  /** Rejects when it could not be learned; and for ever once the thread has ended, which took with it what it was told. */
  learn(question: Omit<Extract<ToLearner, { kind: 'learn' }>, 'kind'>): Promise<Learned>;
  readonly ended: boolean;
  stop(): Promise<void>;
}

export type StartLearner = () => Learner;

export function startLearner(thread = new URL('./learner-thread.ts', import.meta.url)): Learner {
  const worker = new Worker(thread, { name: 'recommender' });
  let waiting: PromiseWithResolvers<Learned> | undefined;
  let endedBy: Error | undefined;

  const end = (error: Error) => {
    endedBy ??= error;
    waiting?.reject(endedBy);
    waiting = undefined;
  };
  worker.on('error', (error) => end(error as Error));
  worker.on('exit', (code) => end(new Error(`the thread that learns ended with code ${code}`)));
  worker.on('message', (message: FromLearner) => {
    const asked = waiting;
    waiting = undefined;
    if (message.kind === 'failed') return asked?.reject(new Error(message.problem));
    const { facts, columns, tookMs, snapshotProblem } = message;
    asked?.resolve({ model: modelOf(facts, columns), tookMs, snapshotProblem });
  });
  // Whoever embeds the recommender may end without it.
  worker.unref();

  return {
    tell(message) {
      worker.postMessage(message, 'bytes' in message ? [message.bytes.buffer] : []);
    },
    learn(question) {
      if (endedBy !== undefined) return Promise.reject(endedBy);
      waiting = Promise.withResolvers<Learned>();
      worker.postMessage({ kind: 'learn', ...question } satisfies ToLearner);
      return waiting.promise;
    },
    get ended() {
      return endedBy !== undefined;
    },
    async stop() {
      await worker.terminate();
    },
  };
}
