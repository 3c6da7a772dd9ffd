/** `npm run bench:fanout`: what it costs to tell a price to everybody who watches, beside writing the same bytes raw. */
import { writeFileSync } from 'node:fs';
import { openHouse } from './alerts/house.ts';
import { command } from './command.ts';
import { measure, type Window } from './fanout/measuring.ts';
import { type Options, readOptions, USAGE } from './fanout/options.ts';
import { plot } from './fanout/plot.ts';
import { type Result, rowsOf, type Way } from './fanout/result.ts';
import { table } from './fanout/table.ts';
import { type OpenTeller, startBare, startOurs } from './fanout/tellers.ts';
import { machine } from './machine.ts';
import { clearProgress, showProgress } from './progress.ts';
import { mustHold } from './sockets/open-files.ts';

/** Each way is measured in turns with all others, so that a machine that becomes slower is slower for all. */
const ROUNDS = 3;

type OpenCell = {
  readonly way: Way;
  readonly teller: OpenTeller;
  readonly watchers: number;
  readonly windows: Window[];
};

async function run(ours: OpenTeller, tellers: OpenTeller[], options: Options) {
  const { watchers, rate } = options;
  const changes = Math.ceil(options.changes / ROUNDS);
  showProgress(0, 1, 'what does a patch look like?');
  const { report } = await measure(ours, { watchers: 1, changes: 3, rate });
  for (const way of ['sockets', 'streams'] as const) tellers.push(await startBare(way, report.patch));
  const [, sockets = ours, streams = ours] = tellers;
  const cells: OpenCell[] = [
    { way: 'ours', teller: ours, watchers, windows: [] },
    { way: 'ours, nobody watching', teller: ours, watchers: 0, windows: [] },
    { way: 'raw sockets', teller: sockets, watchers, windows: [] },
    { way: 'raw streams', teller: streams, watchers, windows: [] },
  ];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, cell] of cells.entries()) {
      const doing = `round ${round + 1} of ${ROUNDS}: ${cell.way}`;
      showProgress(cells.length * round + index, cells.length * ROUNDS, doing);
      cell.windows.push(await measure(cell.teller, { watchers: cell.watchers, changes, rate }));
    }
  }
  clearProgress();
  return { bytes: Buffer.from(report.patch, 'base64').length, rows: rowsOf(cells) };
}

async function bench(options: Options): Promise<void> {
  const { watchers, rate, json, plot: svg } = options;
  mustHold(watchers);
  showProgress(0, 1, 'starting PostgreSQL and the server');
  const house = await openHouse(0);
  const tellers: OpenTeller[] = [];
  try {
    const ours = await startOurs(house);
    tellers.push(ours);
    const result: Result = {
      machine: machine(house.postgresVersion),
      date: new Date().toISOString(),
      watchers,
      changes_per_s: rate,
      ...(await run(ours, tellers, options)),
    };
    process.stdout.write(`\n${table(result)}\n`);
    if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
    if (svg !== undefined) writeFileSync(svg, plot(result));
  } finally {
    for (const teller of tellers) await teller.stop();
    await house.close();
  }
}

await command(USAGE, readOptions, bench);
