import { attempt } from '../../rooms/attempt.ts';
import { CLOSING_LIMITS } from '../limits.ts';
import type { Log } from '../logs/log.ts';

/** Steps that need nothing of each other, by name: they are taken at the same time. */
export type Stage = Readonly<Record<string, () => unknown>>;

type Bounds = Readonly<Record<keyof typeof CLOSING_LIMITS, number>>;

/**
 * Ends a process, stage after stage. A step that fails or hangs is logged and left behind: those after it are taken all the same, and all of
 * it is over before a supervisor loses its patience. Resolves with the names of the steps that were not done.
 */
export async function closeInOrder(
  stages: readonly Stage[],
  log: Log,
  { withinMs, stepMs, leastMs }: Bounds = CLOSING_LIMITS,
): Promise<readonly string[]> {
  const untilMs = performance.now() + withinMs;
  const undone: string[] = [];
  for (const stage of stages) {
    const leftMs = Math.max(leastMs, Math.min(stepMs, untilMs - performance.now()));
    const steps = Object.entries(stage).map(async ([name, close]) => {
      const beganMs = performance.now();
      if (!(await attempt(name, close, { withinMs: leftMs, log }))) undone.push(name);
      else log.info({ step: name, tookMs: performance.now() - beganMs }, 'closing: a step is done');
    });
    await Promise.all(steps);
  }
  return undone;
}
