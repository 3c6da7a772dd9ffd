/** `npm run bench:failing-recommender`: what pages and bids notice of a recommender that is killed, hangs or answers nonsense. */
import { writeFileSync } from 'node:fs';
import { openHouse } from './failing-recommender/house.ts';
import { measureConditions } from './failing-recommender/measuring.ts';
import { type Options, readOptions, USAGE } from './failing-recommender/options.ts';
import { type Result, rowsOf } from './failing-recommender/result.ts';
import { table } from './failing-recommender/table.ts';
import { machine } from './machine.ts';
import { clearProgress, showProgress } from './progress.ts';
import { sentences } from './sentences.ts';

async function measure({ auctions, seconds }: Options): Promise<Result> {
  showProgress(0, 1, 'starting PostgreSQL, filling the house, starting the servers');
  const house = await openHouse(auctions);
  try {
    const measured = await measureConditions(house, seconds);
    return {
      machine: machine(house.database.postgresVersion),
      date: new Date().toISOString(),
      auctions: house.database.auctions,
      seconds,
      rows: rowsOf(measured),
    };
  } finally {
    await house.close();
  }
}

try {
  const options = readOptions(process.argv.slice(2));
  const result = await measure(options);
  clearProgress();
  process.stdout.write(`\n${table(result)}\n`);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
  process.exit(0);
} catch (error) {
  clearProgress();
  process.stderr.write(`\n${sentences(error)}\n\n${USAGE}`);
  process.exit(1);
}
