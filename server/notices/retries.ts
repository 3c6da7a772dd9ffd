import { NOTICE_SENDING } from './limits.ts';

/**
 * How long to wait after so many failed attempts: twice as long each time, up to a bound, and a bit less by chance, so that those who
 * failed together do not come back together. `chance` is at least 0 and less than 1.
 */
export function retryInMs(attempts: number, chance: number = Math.random()): number {
  const { retryAfterMs, retryAfterMostMs } = NOTICE_SENDING;
  const fullMs = Math.min(retryAfterMs * 2 ** (attempts - 1), retryAfterMostMs);
  return Math.round(fullMs * (1 - chance / 2));
}
