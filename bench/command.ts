import { clearProgress } from './progress.ts';
import { sentences } from './sentences.ts';

/** Runs a bench as a command: exit code 0, or 1 with what went wrong and how it is used. */
export async function command<T>(
  usage: string,
  readOptions: (args: readonly string[]) => T,
  bench: (options: T) => Promise<void>,
): Promise<never> {
  try {
    await bench(readOptions(process.argv.slice(2)));
    process.exit(0);
  } catch (error) {
    clearProgress();
    process.stderr.write(`\n${sentences(error)}\n\n${usage}`);
    process.exit(1);
  }
}
