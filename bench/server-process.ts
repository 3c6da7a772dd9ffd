import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { onFreePort } from '../local-services/free-port.ts';

export type BenchedServer = { readonly url: string; stop(): Promise<void> };

const ROOT = join(import.meta.dirname, '..');
const READY_WITHIN_MS = 30_000;
/** Of the server's last words, for error messages. */
const SAID_LENGTH = 4_096;
const UNLIMITED = '1000000000';

/** The real server as its own process, with every limit per client lifted. */
export async function startServer(databaseUrl: string, connections: number): Promise<BenchedServer> {
  let child: ChildProcess | undefined;
  let url = '';
  let said = '';
  const kill = () => child?.kill('SIGKILL');
  // Whatever ends us ends it, too.
  process.once('exit', kill);
  await onFreePort(async (port) => {
    url = `http://127.0.0.1:${port}`;
    child = spawn(process.execPath, [join(ROOT, 'server', 'main.ts')], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        PORT: String(port),
        HOST: '127.0.0.1',
        PUBLIC_URL: '',
        REDIS_URL: '',
        DATABASE_URL: databaseUrl,
        DATABASE_POOL: String(connections),
        DEMO: 'off',
        REQUESTS_PER_MINUTE: '0',
        SIGN_INS_PER_MINUTE: '0',
        MAX_MESSAGES_PER_SECOND: UNLIMITED,
      },
    });
    said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-SAID_LENGTH);
    });
    await untilReady(child, url, () => said);
  });

  return {
    url,
    async stop() {
      process.off('exit', kill);
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function untilReady(child: ChildProcess, url: string, said: () => string): Promise<void> {
  const givesUpAtMs = performance.now() + READY_WITHIN_MS;
  while (child.exitCode === null && performance.now() < givesUpAtMs) {
    try {
      if ((await fetch(`${url}/health/ready`)).ok) return;
    } catch {
      // Not listening yet.
    }
    await pause(20);
  }
  child.kill('SIGKILL');
  throw new Error(`the server did not start. The end of what it said:\n${said()}`);
}
