/** `npm run bench:sockets`: a process full of sockets, while bids are made in all of its auctions. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { openHouse } from './alerts/house.ts';
import { startServer } from './benched-server.ts';
import { command } from './command.ts';
import { machine } from './machine.ts';
import { clearProgress, showProgress } from './progress.ts';
import { measure } from './sockets/measuring.ts';
import { mustHold } from './sockets/open-files.ts';
import { type Options, readOptions, USAGE } from './sockets/options.ts';
import { resultOf } from './sockets/result.ts';
import { table } from './sockets/table.ts';

const POOL = 16;
const STEPS = 5;
/** What the server loads first. */
const COLLECTING = new URL('./sockets/collecting.ts', import.meta.url).href;

async function bench(options: Options): Promise<void> {
  mustHold(options.sockets + 2 * options.auctions);
  showProgress(0, STEPS, 'starting PostgreSQL and the server');
  const house = await openHouse(0);
  try {
    const [{ databaseUrl }] = house.stages;
    const metricsToken = randomBytes(32).toString('hex');
    const settings = {
      AUTH_SECRET: house.authSecret,
      MAX_SOCKETS: '0',
      METRICS_TOKEN: metricsToken,
      NODE_OPTIONS: `--import=${COLLECTING}`,
    };
    const server = await startServer(databaseUrl, POOL, settings);
    try {
      const measured = await measure(house, server, metricsToken, options, (step, what) =>
        showProgress(step, STEPS, what),
      );
      clearProgress();
      const about = { machine: machine(house.postgresVersion), date: new Date().toISOString() };
      const result = resultOf(measured, options, about);
      process.stdout.write(`\n${table(result)}\n`);
      if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
    } finally {
      await server.stop();
    }
  } finally {
    await house.close();
  }
}

await command(USAGE, readOptions, bench);
