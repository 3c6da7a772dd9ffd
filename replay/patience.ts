import { setTimeout as pause } from 'node:timers/promises';
import { ApiFailure, ConnectionFailure } from '../client-sdk/index.ts';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 500;

/** Nobody answered, or somebody who is only just coming up: the server may be back in a moment. */
export const isPassing = (failure: unknown): boolean =>
  failure instanceof ConnectionFailure || (failure instanceof ApiFailure && failure.status >= 500);

/** Asks again while the server is away, for at most `patienceMs`. Only for what may safely be asked twice. */
export async function patiently<T>(patienceMs: number, ask: () => Promise<T>): Promise<T> {
  const givesUpAtMs = performance.now() + patienceMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await ask();
    } catch (failure) {
      if (!isPassing(failure) || performance.now() > givesUpAtMs) throw failure;
      await pause(pauseMs);
    }
  }
}
