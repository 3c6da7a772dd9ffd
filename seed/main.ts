/** `npm run seed`: fills a database with a house full of auctions. This file alone reads the environment: where the database is. */
import type { BulkResult } from '../persistence/bulk/bulk-load.ts';
import { HELP, type Options, readOptions, UsageProblem } from './options.ts';
import { writePictures } from './pictures.ts';
import { grouped, Progress, type Times } from './progress.ts';
import { seedHouse } from './seeding.ts';

const out = process.stdout;

const REFUSALS: Readonly<Record<Extract<BulkResult, { kind: 'refused' }>['code'], string>> = {
  has_auctions:
    'this database has auctions already. Name an empty one, or say --more to put more beside them.',
  loaded_before: 'this house was seeded with this --seed before. Give another one.',
  in_use: 'somebody is using the tables. Stop the servers on this database, and try again.',
};

async function main({ url, more, images: folder, ...recipe }: Options): Promise<number> {
  const progress = new Progress(process.stderr);
  const startedMs = performance.now();
  // The database notices that nobody is there any more, and takes everything back.
  const interrupted = () => {
    progress.stop();
    process.stderr.write('\n  Interrupted: the database is as it was.\n\n');
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const result = await seedHouse({
      recipe,
      url,
      more,
      show: progress.show,
      ...(folder !== undefined && { writeImages: (images) => writePictures(folder, images) }),
    });
    const times = progress.stop();
    if (result.kind === 'refused') throw new Error(REFUSALS[result.code]);
    out.write(summary(url, recipe, result, times, (performance.now() - startedMs) / 1_000));
    return 0;
  } finally {
    progress.stop();
  }
}

type Loaded = Extract<BulkResult, { kind: 'loaded' }>;
type Recipe = Pick<Options, 'seed' | 'nowMs'>;

function summary(
  url: string,
  { seed, nowMs }: Recipe,
  { rows, bytes }: Loaded,
  times: Times,
  seconds: number,
): string {
  const { host, pathname } = new URL(url);
  const steps = [...times].map(([step, each]) => `${step} ${each.toFixed(1)} s`).join(', ');
  return `
  Seeded PostgreSQL at ${host}${pathname} in ${seconds.toFixed(1)} s: ${(bytes / 1e9).toFixed(2)} GB
  ${grouped(rows.auction)} auctions, ${grouped(rows.user)} people, ${grouped(rows.bid)} bids, ${grouped(rows.transfer)} movements, ${grouped(rows.auction_like)} likes, ${grouped(rows.auction_image)} pictures shown
  ${steps}
  The same again: --auctions ${rows.auction} --seed ${seed} --now ${new Date(nowMs).toISOString()}

`;
}

try {
  const options = readOptions(process.argv.slice(2), {
    databaseUrl: process.env.DATABASE_URL,
    nowMs: Date.now(),
  });
  if (options === undefined) out.write(HELP);
  else process.exitCode = await main(options);
} catch (error) {
  const usage = error instanceof UsageProblem;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    usage
      ? `\n  ${message}\n  npm run seed -- --help lists the options.\n\n`
      : `\n  Not seeded: ${message}\n\n`,
  );
  process.exitCode = usage ? 2 : 1;
}
