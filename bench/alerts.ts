/** `npm run bench:alerts`: what subscribers of a hot auction cost its bidders, ours and the reference's way, and how soon everybody knows. */
import { writeFileSync } from 'node:fs';
import { type AlertsHouse, openHouse } from './alerts/house.ts';
import { measure, type Window } from './alerts/measuring.ts';
import { type Options, readOptions, USAGE } from './alerts/options.ts';
import { plot } from './alerts/plot.ts';
import { type Result, rowsOf } from './alerts/result.ts';
import { type BenchedServer, startOurs, startReference } from './alerts/servers.ts';
import { table } from './alerts/table.ts';
import { command } from './command.ts';
import { machine } from './machine.ts';
import { clearProgress, showProgress } from './progress.ts';

/** Each cell is measured in turns with all others, so that a machine that becomes slower is slower for all. */
const ROUNDS = 2;

type OpenCell = { readonly server: BenchedServer; readonly subscribers: number; readonly windows: Window[] };

async function run(house: AlertsHouse, servers: readonly BenchedServer[], options: Options) {
  const cells: OpenCell[] = servers.flatMap((server) =>
    [0, options.subscribers].map((subscribers) => ({ server, subscribers, windows: [] })),
  );
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, { server, subscribers, windows }] of cells.entries()) {
      const doing = `round ${round + 1} of ${ROUNDS}: ${server.way}, ${subscribers} subscribers`;
      showProgress(cells.length * round + index, cells.length * ROUNDS, doing);
      windows.push(
        await measure(house, {
          server,
          subscribers: house.subscribers.slice(0, subscribers),
          bidsPerSecond: options.rate,
          seconds: options.seconds / ROUNDS,
        }),
      );
    }
  }
  clearProgress();
  return cells.map(({ server, ...cell }) => ({ way: server.way, ...cell }));
}

function report(result: Result, { json, plot: svg }: Options): void {
  process.stdout.write(`\n${table(result)}\n`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
  if (svg !== undefined) writeFileSync(svg, plot(result));
}

async function bench(options: Options): Promise<void> {
  const { subscribers, rate, seconds } = options;
  showProgress(0, 1, `starting PostgreSQL and the servers; ${subscribers} people move in`);
  const house = await openHouse(subscribers);
  const servers: BenchedServer[] = [];
  try {
    for (const start of [startOurs, startReference]) servers.push(await start(house));
    const cells = await run(house, servers, options);
    report(
      {
        machine: machine(house.postgresVersion),
        date: new Date().toISOString(),
        subscribers,
        bids_per_s: rate,
        seconds,
        rows: rowsOf(cells),
      },
      options,
    );
  } finally {
    for (const server of servers) await server.stop();
    await house.close();
  }
}

await command(USAGE, readOptions, bench);
