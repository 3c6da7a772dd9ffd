import type { Log } from './ports.ts';

/**
 * One step of an ending. It fails alone: whatever it throws is logged, and it is waited for so long at most, so those after it come to
 * their turn. Whether it was done.
 */
export async function attempt(
  name: string,
  step: () => unknown,
  { withinMs, log }: { readonly withinMs: number; readonly log: Log },
): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<'late'>();
  const timer = setTimeout(resolve, withinMs, 'late');
  try {
    const ended = Promise.resolve(step());
    // What fails after it was given up fails unheard.
    ended.catch(() => {});
    if ((await Promise.race([ended, late])) !== 'late') return true;
    log.warn({ step: name, withinMs }, 'closing: a step did not end in time; going on without it');
  } catch (error) {
    log.warn({ step: name, err: error }, 'closing: a step failed; going on without it');
  } finally {
    clearTimeout(timer);
  }
  return false;
}
