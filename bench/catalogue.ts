/** `npm run bench:catalogue`: lists and searches of a large catalogue, beside what the same server can do at best and what the reference does. */
import { writeFileSync } from 'node:fs';
import { CONNECTIONS } from './catalogue/hammer.ts';
import { hammeredBidding } from './catalogue/hammered-bidding.ts';
import { openHouse } from './catalogue/house.ts';
import { type Options, readOptions, USAGE } from './catalogue/options.ts';
import { plot } from './catalogue/plot.ts';
import { QUERY_NAMES } from './catalogue/queries.ts';
import { biddingResult, type Result } from './catalogue/result.ts';
import { measureQueries, type QueryTarget, targetOf } from './catalogue/rounds.ts';
import { table } from './catalogue/table.ts';
import { measureLikes } from './likes.ts';
import { machine } from './machine.ts';
import { clearProgress, showProgress } from './progress.ts';
import { sentences } from './sentences.ts';

/** Bids come at a steady rate, a tenth or less of that of lists: a percentile of theirs needs more time. */
const BIDDING_FACTOR = 4;

/** Everything that needs the catalogue. */
async function measureCatalogue(options: Options): Promise<Result> {
  const { seconds, only } = options;
  showProgress(0, 1, 'starting PostgreSQL, Redis and the servers; filling the catalogue');
  const house = await openHouse(options);
  try {
    const targets: QueryTarget[] = [];
    for (const query of QUERY_NAMES) {
      if (!only.has(query)) continue;
      showProgress(0, 1, `reading where pages go on: ${query}`);
      targets.push(await targetOf(house, query));
    }
    const rows = await measureQueries(house, targets, seconds);
    let bidding: Result['bidding'];
    if (only.has('bidding')) {
      showProgress(1, 1, 'bidding, alone and while the catalogue is hammered');
      const mix = await targetOf(house, 'mix');
      bidding = biddingResult(await hammeredBidding(house.url, mix, seconds * BIDDING_FACTOR));
    }
    const { postgresVersion, auctions, seededInS } = house.database;
    return {
      machine: machine(postgresVersion),
      date: new Date().toISOString(),
      auctions,
      connections: CONNECTIONS,
      seconds,
      ...(seededInS !== undefined && { seeded_in_s: Math.round(seededInS) }),
      rows,
      ...(bidding !== undefined && { bidding }),
    };
  } finally {
    await house.close();
  }
}

/** Likes have a database of their own, so the catalogue's is closed by then. */
async function likesOf({ seconds }: Options): Promise<Result['likes']> {
  const { rows } = await measureLikes({ seconds, progress: (doing) => showProgress(1, 1, doing) });
  return rows;
}

function report(result: Result, { json, plot: svg }: Options): void {
  process.stdout.write(`\n${table(result)}\n`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
  if (svg !== undefined && result.rows.length > 0) writeFileSync(svg, plot(result));
}

try {
  const options = readOptions(process.argv.slice(2));
  let result: Result = await measureCatalogue(options);
  try {
    if (options.only.has('likes')) result = { ...result, likes: await likesOf(options) };
  } finally {
    // What was measured is worth showing, whatever became of the likes.
    clearProgress();
    report(result, options);
  }
  process.exit(0);
} catch (error) {
  clearProgress();
  process.stderr.write(`\n${sentences(error)}\n\n${USAGE}`);
  process.exit(1);
}
