import { fileURLToPath } from 'node:url';
import { onFreePort } from '../../local-services/free-port.ts';
import { createPrivateFolder } from '../../local-services/private-folder.ts';
import { type PrivateProcess, startProcess } from '../../local-services/private-process.ts';
import { untilReady } from '../../local-services/readiness.ts';
import { startServer } from '../benched-server.ts';
import type { AlertsHouse, Stage } from './house.ts';

const REFERENCE = fileURLToPath(new URL('./reference-server.ts', import.meta.url));

/** As many connections as the server opens unless told otherwise. */
const POOL = 16;

/** More streams than anybody asks this bench for. */
const MOST_STREAMS = '100000';

export type Way = 'ours' | 'reference';

export type BenchedServer = {
  readonly way: Way;
  /** What is in its database. */
  readonly stage: Stage;
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
};

export async function startOurs({ stages: [stage], authSecret }: AlertsHouse): Promise<BenchedServer> {
  const settings = { AUTH_SECRET: authSecret, MAX_ALERT_STREAMS: MOST_STREAMS };
  const { url, pid, stop } = await startServer(stage.databaseUrl, POOL, settings);
  return { way: 'ours', stage, url, pid, stop };
}

export async function startReference({ stages: [, stage] }: AlertsHouse): Promise<BenchedServer> {
  const folder = createPrivateFolder('reference');
  let url = '';
  let server: PrivateProcess | undefined;
  const stop = async () => {
    await server?.end('SIGKILL');
    folder.remove();
  };
  try {
    await onFreePort(async (port) => {
      url = `http://127.0.0.1:${port}`;
      server = await startProcess(folder, process.execPath, [REFERENCE, stage.databaseUrl, String(port)]);
      await untilReady('the reference server', server, async () => {
        const response = await fetch(`${url}/health`);
        if (!response.ok) throw new Error(`not ready: ${response.status}`);
      });
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { way: 'reference', stage, url, pid: server?.pid ?? 0, stop };
}
