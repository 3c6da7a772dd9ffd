/** The recommender as it is run, a process of its own, and what it says of itself. */
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { onFreePort } from '../../../local-services/free-port.ts';
import { createPrivateFolder } from '../../../local-services/private-folder.ts';
import { type PrivateProcess, startProcess } from '../../../local-services/private-process.ts';
import { untilReady } from '../../../local-services/readiness.ts';

const MAIN = fileURLToPath(new URL('../../../recommender/main.ts', import.meta.url));
const SECRET = 'a-secret-of-the-bench-known-to-both-ends';

/** Reading and learning of the largest log that is asked for, several times over. */
const FIRST_MODEL_MS = 600_000;
const LOOKING_EVERY_MS = 50;

type Stats = {
  readonly learnedAt: string | null;
  readonly interactions: number;
  readonly rebuildMs: number | null;
  readonly lagMs: number | null;
  readonly memory: { readonly rssBytes: number };
};

export type BenchedRecommender = {
  readonly url: string;
  readonly secret: string;
  /** Of its first reading and learning. */
  readonly facts: { readonly readS: number; readonly learnedInS: number; readonly interactions: number };
  /** The most memory that any of its processes had until now. */
  mostMegabytes(): Promise<number>;
  /** SIGKILL and a new process, which answers by the snapshot; `learnedAnew` resolves when it has read and learned everything again. */
  crash(): Promise<{ readonly restartedInS: number; readonly learnedAnew: () => Promise<void> }>;
  stop(): Promise<void>;
};

/** Resolves when it has learned. */
export async function startRecommender(databaseUrl: string): Promise<BenchedRecommender> {
  const folder = createPrivateFolder('recommender');
  let process: PrivateProcess | undefined;
  let port = 0;
  let most = 0;
  const url = () => `http://127.0.0.1:${port}`;
  const stats = async () => {
    const response = await fetch(`${url()}/stats`, { headers: { authorization: `Bearer ${SECRET}` } });
    if (!response.ok) throw new Error(`GET /stats was answered with ${response.status}`);
    return (await response.json()) as Stats;
  };
  const launch = async () => {
    process = await startProcess(folder, globalThis.process.execPath, [MAIN], undefined, {
      ...globalThis.process.env,
      DATABASE_URL: databaseUrl,
      RECOMMENDER_HOST: '127.0.0.1',
      RECOMMENDER_PORT: String(port),
      RECOMMENDER_SECRET: SECRET,
      RECOMMENDER_FOLDER: folder.path,
    });
    await untilReady('the recommender', process, async () => {
      const response = await fetch(`${url()}/health/live`);
      if (!response.ok) throw new Error(`not live: ${response.status}`);
    });
  };
  const learnedAfter = async (before: string | null): Promise<Stats> => {
    const givesUpAtMs = performance.now() + FIRST_MODEL_MS;
    while (performance.now() < givesUpAtMs && process?.running) {
      const said = await stats();
      // What came out of a snapshot took no time.
      if (said.rebuildMs !== null && said.learnedAt !== before) return said;
      await pause(LOOKING_EVERY_MS);
    }
    throw new Error(`the recommender has not learned. The end of its log:\n${process?.logTail()}`);
  };
  const remember = async () => {
    most = Math.max(most, peakMegabytes(process?.pid) ?? (await stats()).memory.rssBytes / 1e6);
  };

  try {
    let startedMs = 0;
    await onFreePort((free) => {
      port = free;
      startedMs = Date.now();
      return launch();
    });
    const first = await learnedAfter(null);
    const readMs = Date.now() - (first.lagMs ?? 0) - startedMs;
    return {
      get url() {
        return url();
      },
      secret: SECRET,
      facts: {
        readS: readMs / 1_000,
        learnedInS: (first.rebuildMs ?? 0) / 1_000,
        interactions: first.interactions,
      },
      async mostMegabytes() {
        await remember();
        return most;
      },
      async crash() {
        const { learnedAt } = await stats();
        await remember();
        await process?.end('SIGKILL');
        const restartedMs = performance.now();
        await launch();
        while (!(await fetch(`${url()}/health/ready`)).ok) await pause(LOOKING_EVERY_MS);
        const restartedInS = (performance.now() - restartedMs) / 1_000;
        return { restartedInS, learnedAnew: async () => void (await learnedAfter(learnedAt)) };
      },
      async stop() {
        await process?.end('SIGTERM');
        folder.remove();
      },
    };
  } catch (error) {
    await process?.end('SIGKILL');
    folder.remove();
    throw error;
  }
}

/** Linux keeps the peak for us. */
function peakMegabytes(pid: number | undefined): number | undefined {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return undefined;
  const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(file, 'utf8'))?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1_000;
}
