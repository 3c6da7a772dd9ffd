/** `npm run cluster`: what docker-compose.yml describes, from programs of this machine. */
import { randomBytes } from 'node:crypto';
import { NO_LIMITS } from '../../local-services/auction-server.ts';
import { startCluster } from '../../local-services/cluster.ts';
import { announcement } from './announcement.ts';
import { HELP, type Options, readOptions, UsageProblem } from './options.ts';

const out = process.stdout;

/** The limits that a server has by itself: what starts servers for tests takes them away, and empty is not set. */
const USUAL_LIMITS = Object.fromEntries(Object.keys(NO_LIMITS).map((name) => [name, '']));

/** Who asks again does not want to wait. Sooner it is the same Ctrl-C: the terminal tells us, and npm may pass it on once more. */
const AGAIN_MS = 1_000;

async function main({ nodes, port, demo }: Options): Promise<void> {
  // What has been started by then ends with us: guards see to it.
  const giveUp = () => process.exit(130);
  const forgetGivingUp = onAsked(giveUp);
  const metricsToken = randomBytes(24).toString('base64url');
  const cluster = await startCluster({
    ...{ nodes, port, recommender: true },
    settings: { ...USUAL_LIMITS, METRICS_TOKEN: metricsToken },
    // One set of house bidders is enough.
    settingsOf: (node) => ({ DEMO: demo && node === 1 ? 'on' : 'off' }),
    progress: (what) => out.write(`  Starting ${what} …\n`),
  });
  const ended = asked();
  forgetGivingUp();
  out.write(announcement(cluster, metricsToken));
  await ended;
  out.write('\n  Closing: nodes first, then what they need.\n');
  onAsked(giveUp, AGAIN_MS);
  await cluster.stop();
}

/** Resolves with the first Ctrl-C or SIGTERM. The timer keeps the process alive: its children do not. */
function asked(): Promise<void> {
  const alive = setInterval(() => {}, 3_600_000);
  return new Promise((resolve) => {
    const forget = onAsked(() => {
      clearInterval(alive);
      forget();
      resolve();
    });
  });
}

/** Whether somebody wants it to end, from so long from now on. */
function onAsked(end: () => void, afterMs = 0): () => void {
  const sinceMs = performance.now() + afterMs;
  const look = () => {
    if (performance.now() >= sinceMs) end();
  };
  process.on('SIGINT', look).on('SIGTERM', look);
  return () => process.off('SIGINT', look).off('SIGTERM', look);
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) out.write(HELP);
  else await main(options);
  process.exit(0);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const usage = error instanceof UsageProblem;
  process.stderr.write(
    usage
      ? `\n  ${message}\n  npm run cluster -- --help lists the options.\n\n`
      : `\n  The cluster did not start: ${message}\n\n`,
  );
  process.exit(usage ? 2 : 1);
}
