/** `npm run bench:flooding`: what one client that floods costs all others, and how soon it is closed. */
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type LiveAuction, ReadyAuction } from '../client-sdk/index.ts';
import type { BiddersAnswer, BiddersOrder } from './alerts/bidders-messages.ts';
import { type AlertsHouse, openHouse } from './alerts/house.ts';
import { startServer } from './benched-server.ts';
import { command } from './command.ts';
import { FLOODS } from './flooding/flooder-messages.ts';
import { measure, type Place, type Window } from './flooding/measuring.ts';
import { type Options, readOptions, USAGE } from './flooding/options.ts';
import { type Cell, type Result, rowsOf } from './flooding/result.ts';
import { table } from './flooding/table.ts';
import { machine } from './machine.ts';
import { clearProgress, showProgress } from './progress.ts';
import { startWorker } from './worker.ts';

const BIDDERS = fileURLToPath(new URL('./alerts/bidders.ts', import.meta.url));

/** Each cell is measured in turns with all others, so that a machine that becomes slower is slower for all. */
const ROUNDS = 2;
/** Also so long is whoever flooded kept away, so that each flood begins with somebody who is let in. */
const WARM_UP_MS = 5_500;

const POOL = 16;

/** The limits that everybody has who sets none. */
const USUAL = {
  ...{ REQUESTS_PER_MINUTE: '', USER_REQUESTS_PER_MINUTE: '', MAX_MESSAGES_PER_SECOND: '' },
  ...{ USER_MESSAGES_PER_SECOND: '', ADDRESS_MESSAGES_PER_SECOND: '', USER_SOCKETS: '', ADDRESS_SOCKETS: '' },
};

async function run(house: AlertsHouse, { url, auctionId }: Place, options: Options): Promise<Cell[]> {
  const cells = (['none', ...FLOODS] as const).map((flood) => ({ flood, windows: [] as Window[] }));
  const bidders = startWorker<BiddersOrder, BiddersAnswer>(BIDDERS);
  const watching: LiveAuction[] = [];
  try {
    const tokens = house.bidders.map(({ token }) => token);
    await bidders.ask({ kind: 'join', url, tokens, auctionId, bidsPerSecond: options.rate }, 'joined');
    for (let each = 0; each < options.watchers; each++)
      watching.push(await new ReadyAuction(url).join(auctionId));
    for (let round = 0; round < ROUNDS; round++) {
      for (const [index, { flood, windows }] of cells.entries()) {
        const doing = `round ${round + 1} of ${ROUNDS}: ${flood === 'none' ? 'no flood' : `a flood of ${flood}`}`;
        showProgress(cells.length * round + index, cells.length * ROUNDS, doing);
        await pause(WARM_UP_MS);
        const token = house.subscribers[index]?.token ?? '';
        const flooder = flood === 'none' ? undefined : { flood, token };
        windows.push(await measure(bidders, { url, auctionId }, flooder, options.seconds / ROUNDS));
      }
    }
    await bidders.ask({ kind: 'finish' }, 'finished');
    clearProgress();
    return cells;
  } finally {
    await Promise.all(watching.map((live) => live.leave()));
    await bidders.stop();
  }
}

async function bench(options: Options): Promise<void> {
  const { seconds, watchers, rate, json } = options;
  showProgress(0, 1, 'starting PostgreSQL and the server');
  const house = await openHouse(FLOODS.length + 1);
  try {
    const [{ databaseUrl, auction }] = house.stages;
    const server = await startServer(databaseUrl, POOL, { ...USUAL, AUTH_SECRET: house.authSecret });
    try {
      const auctionId = await auction(house.seller.id, []);
      const cells = await run(house, { url: server.url, auctionId }, options);
      const result: Result = {
        machine: machine(house.postgresVersion),
        date: new Date().toISOString(),
        ...{ bidders: house.bidders.length, watchers, bids_per_s: rate, seconds },
        rows: rowsOf(cells),
      };
      process.stdout.write(`\n${table(result)}\n`);
      if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
    } finally {
      await server.stop();
    }
  } finally {
    await house.close();
  }
}

await command(USAGE, readOptions, bench);
