/** `npm run chaos`: everything that can go wrong, over a house full of bidders who remember what they were told. */
import { writeFileSync } from 'node:fs';
import { type Options, readOptions, USAGE } from './options.ts';
import { isSound, reportOf, table } from './report.ts';
import { run } from './run.ts';

const out = process.stdout;
const startedMs = performance.now();

const tell = (line: string) => {
  out.write(`${((performance.now() - startedMs) / 1_000).toFixed(1).padStart(7)} s  ${line}\n`);
};

async function main({ run: options, json, logs }: Options): Promise<boolean> {
  const result = await run({ ...options, preload: [], tell });
  const report = reportOf(options.seed, result);
  out.write(table(report, result));
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`);
  if (logs !== undefined) writeFileSync(logs, result.serverLogs.join('\n'));
  const sound = isSound(result);
  out.write(
    sound
      ? `  Nothing was lost, doubled or given to somebody else (seed ${options.seed}).\n\n`
      : `  A promise was broken. The same faults again: npm run chaos -- --seed ${options.seed} --faults ${options.schedule.length}\n\n`,
  );
  return sound;
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) out.write(USAGE);
  // Left to itself the process would wait for sockets that nobody needs any more.
  process.exit(options === undefined || (await main(options)) ? 0 : 1);
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : error}\n`);
  if (error instanceof Error && error.cause !== undefined) console.error(error.cause);
  process.exit(2);
}
