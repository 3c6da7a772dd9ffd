/** `npm run bench:cluster`: what one, two and three nodes do on this machine, and how soon auctions of a killed one are bid on elsewhere. */
import { writeFileSync } from 'node:fs';
import { startCluster } from '../local-services/cluster.ts';
import { audit } from './audit.ts';
import { type Measured, measure } from './cluster/measuring.ts';
import { type Options, readOptions, USAGE } from './cluster/options.ts';
import { type Result, rowsOf } from './cluster/result.ts';
import { table } from './cluster/table.ts';
import { command } from './command.ts';
import { machine } from './machine.ts';
import { clearProgress, showProgress } from './progress.ts';

/** Limits per socket are lifted: here some bid for many. */
const SETTINGS = { MAX_MESSAGES_PER_SECOND: '0', DATABASE_POOL: '8' };

async function measureCluster(nodes: number, options: Options): Promise<Measured> {
  const progress = (what: string) =>
    showProgress(nodes - 1, options.nodes, `${nodes} ${nodes === 1 ? 'node' : 'nodes'}: ${what}`);
  const cluster = await startCluster({
    nodes,
    settings: SETTINGS,
    postgres: { fsync: true },
    progress: (what) => progress(`starting ${what}`),
  });
  try {
    const measured = await measure(cluster, options, progress);
    progress('audit');
    await audit(cluster.postgres.url());
    return measured;
  } finally {
    await cluster.stop();
  }
}

async function bench(options: Options): Promise<void> {
  const clusters: Measured[] = [];
  for (let nodes = 1; nodes <= options.nodes; nodes++) clusters.push(await measureCluster(nodes, options));
  clearProgress();
  const result: Result = {
    machine: machine(undefined),
    date: new Date().toISOString(),
    auctions: options.auctions,
    seconds: options.seconds,
    kills: options.kills,
    audited: true,
    rows: rowsOf(clusters),
  };
  process.stdout.write(`\n${table(result)}\n`);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
}

await command(USAGE, readOptions, bench);
