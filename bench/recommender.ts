/** `npm run bench:recommender`: how good recommendations are on synthetic data, beside popularity and the reference's way; and how fast. */
import { writeFileSync } from 'node:fs';
import { machine } from './machine.ts';
import { clearProgress, showProgress } from './progress.ts';
import { type Options, readOptions, USAGE } from './recommender/options.ts';
import { plot } from './recommender/plot.ts';
import { qualityOf } from './recommender/quality/quality.ts';
import { json, type Result } from './recommender/result.ts';
import { measureSpeed } from './recommender/speed/speed.ts';
import { table } from './recommender/table.ts';
import { sentences } from './sentences.ts';

async function measure(options: Options): Promise<Result> {
  const quality = options.only.has('quality')
    ? {
        tastes: qualityOf({ ...options, planted: true }, showProgress),
        none: qualityOf({ ...options, planted: false }, showProgress),
      }
    : undefined;
  const measured = options.only.has('speed') ? await measureSpeed(options, showProgress) : undefined;
  return {
    machine: machine(measured?.postgresVersion),
    date: new Date().toISOString(),
    ...(quality !== undefined && { quality }),
    ...(measured !== undefined && { speed: measured.speed }),
  };
}

function report(result: Result, { json: file, plot: svg }: Options): void {
  process.stdout.write(`\n${table(result)}\n`);
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(json(result), null, 2)}\n`);
  if (svg !== undefined && result.quality !== undefined)
    writeFileSync(svg, plot(result, result.quality.tastes));
}

try {
  const options = readOptions(process.argv.slice(2));
  const result = await measure(options);
  clearProgress();
  report(result, options);
  process.exit(0);
} catch (error) {
  clearProgress();
  process.stderr.write(`\n${sentences(error)}\n\n${USAGE}`);
  process.exit(1);
}
