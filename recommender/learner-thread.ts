/** The other end of `learner.ts`: keeps all that was read, and learns from it when it is asked to. */
import { parentPort } from 'node:worker_threads';
import { History } from './history.ts';
import type { FromLearner, ToLearner } from './learner-messages.ts';
import { learn } from './model/learning.ts';
import { writeSnapshot } from './snapshot.ts';

if (parentPort === null) throw new Error('this is the thread of recommender/learner.ts');
const port = parentPort;
const history = new History();

port.on('message', (message: ToLearner) => {
  switch (message.kind) {
    case 'bids':
      return history.addBids(message.bytes);
    case 'likes':
      return history.addLikes(message.bytes);
    case 'items':
      return history.addItems(message.bytes);
    case 'removed':
      for (const id of message.ids) history.removeItem(id);
      return;
    case 'forget-likes':
      return history.forgetLikes();
    case 'learn':
      return answer(message);
    default:
      return message satisfies never;
  }
});

function answer({ nowMs, snapshot }: Extract<ToLearner, { kind: 'learn' }>): void {
  try {
    const startedMs = performance.now();
    const { facts, columns } = learn(history.log, history.items, nowMs);
    const tookMs = performance.now() - startedMs;
    let snapshotProblem: string | undefined;
    try {
      if (snapshot !== undefined) writeSnapshot(snapshot.file, snapshot.house, facts, columns);
    } catch (error) {
      snapshotProblem = String(error);
    }
    const learned: FromLearner = { kind: 'learned', facts, columns, tookMs, snapshotProblem };
    // Handed over, not copied: there is only ever one of each model in memory.
    port.postMessage(learned, [
      ...new Set(Object.values(columns).map(({ buffer }) => buffer as ArrayBuffer)),
    ]);
  } catch (error) {
    const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    port.postMessage({ kind: 'failed', problem } satisfies FromLearner);
  }
}
