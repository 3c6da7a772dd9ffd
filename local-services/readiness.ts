import { setTimeout as pause } from 'node:timers/promises';
import type { PrivateProcess } from './private-process.ts';

const pauseMs = 20;

/** Asks until the server answers; a server that ended meanwhile, or takes too long, is an error with its log. */
export async function untilReady(
  name: string,
  process: PrivateProcess,
  answers: () => Promise<unknown>,
  limitMs = 30_000,
): Promise<void> {
  const givesUpAtMs = performance.now() + limitMs;
  let lastError: unknown;
  while (process.running && performance.now() < givesUpAtMs) {
    try {
      await answers();
      return;
    } catch (error) {
      lastError = error;
      await pause(pauseMs);
    }
  }
  const what = process.running ? `does not answer after ${limitMs} ms` : 'ended while starting';
  await process.end('SIGKILL');
  throw new Error(`${name} ${what}. The end of its log:\n${process.logTail()}`, { cause: lastError });
}
