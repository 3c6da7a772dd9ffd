/** `npm run bench:bids`: accepted, durable bids per second, ours against the usual ways, in one run on one machine. */
import { writeFileSync } from 'node:fs';
import { type Cell, openCell, runCell } from './bids/cell.ts';
import { contenders } from './bids/contenders.ts';
import { type House, openHouse } from './bids/house.ts';
import { type Options, readOptions, USAGE } from './bids/options.ts';
import { plot } from './bids/plot.ts';
import { type Result, rowOf, syncUs } from './bids/result.ts';
import { table } from './bids/table.ts';
import { machine } from './machine.ts';
import { clearProgress, showProgress } from './progress.ts';
import { sentences } from './sentences.ts';

const AUCTIONS = [1, 10, 100];

/** Each cell is measured in turns with all others, so that a machine that becomes slower is slower for all. */
const ROUNDS = 2;

async function run(house: House, { seconds, only, lock }: Options): Promise<Cell[]> {
  const places = AUCTIONS.flatMap((auctions) =>
    contenders(lock)
      .filter(({ method }) => only.has(method))
      .map((contender) => ({ auctions, contender })),
  );
  const steps = places.length * (1 + ROUNDS);
  const cells: Cell[] = [];
  for (const { auctions, contender } of places) {
    showProgress(cells.length, steps, `choosing connections: ${contender.method}, ${auctions} auctions`);
    cells.push(await openCell(house, contender, auctions));
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, cell] of cells.entries()) {
      const { contender, auctions } = cell;
      const doing = `round ${round + 1} of ${ROUNDS}: ${contender.method}, ${auctions} auctions`;
      showProgress(places.length * (1 + round) + index, steps, doing);
      await runCell(house, cell, (seconds * 1_000) / ROUNDS);
    }
  }
  clearProgress();
  return cells;
}

function report(result: Result, { json, plot: svg }: Options): void {
  process.stdout.write(`\n${table(result)}\n`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
  if (svg !== undefined) writeFileSync(svg, plot(result));
}

try {
  const options = readOptions(process.argv.slice(2));
  showProgress(0, 1, 'starting PostgreSQL and Redis; a hundred people sign up');
  const house = await openHouse(options.syncUs);
  try {
    const cells = await run(house, options);
    report(
      {
        machine: machine(house.postgresVersion),
        sync_us: syncUs() + options.syncUs,
        lock: options.lock,
        date: new Date().toISOString(),
        rows: cells.map(rowOf),
      },
      options,
    );
  } finally {
    await house.close();
  }
  // A server that is dropped may leave timers of its clients behind.
  process.exit(0);
} catch (error) {
  clearProgress();
  process.stderr.write(`\n${sentences(error)}\n\n${USAGE}`);
  process.exit(1);
}
