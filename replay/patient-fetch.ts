import { setTimeout as pause } from 'node:timers/promises';

/** One request; the SDK's own limit also counts the waiting, so it is replaced by one that does not. */
const REQUEST_MS = 15_000;
const WITHOUT_ADVICE_S = 1;

/** A `fetch` that waits as told when a server says 429: what was refused so was not done, so asking again is safe. */
export function patientFetch(waiting: (seconds: number) => void): typeof globalThis.fetch {
  return async (input, init = {}) => {
    for (;;) {
      const response = await globalThis.fetch(input, { ...init, signal: AbortSignal.timeout(REQUEST_MS) });
      if (response.status !== 429 || wasCalledOff(init.signal)) return response;
      await response.body?.cancel();
      const seconds = secondsToWait(response.headers.get('retry-after'));
      waiting(seconds);
      await pause(seconds * 1_000);
    }
  };
}

/** By whoever asked; a time limit that ran out meanwhile is not that. */
const wasCalledOff = (signal: AbortSignal | null | undefined): boolean =>
  signal?.aborted === true && (signal.reason as Error | undefined)?.name !== 'TimeoutError';

function secondsToWait(advice: string | null): number {
  const seconds = Number(advice ?? WITHOUT_ADVICE_S);
  // It may also be a date; then a short wait and another refusal cost little.
  return Number.isFinite(seconds) && seconds > 0 ? seconds : WITHOUT_ADVICE_S;
}
