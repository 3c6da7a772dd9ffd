/** A private Redis that keeps nothing on disk, or the one that TEST_REDIS_URL names. */
import { connect } from 'node:net';
import { join } from 'node:path';
import { onFreePort } from './free-port.ts';
import { programFolder } from './packages.ts';
import { createPrivateFolder } from './private-folder.ts';
import { type PrivateProcess, startProcess } from './private-process.ts';
import { untilReady } from './readiness.ts';

export interface LocalRedis {
  /** Of the given database index, by default 0. Publish/subscribe ignores the index: it reaches all of them. */
  url(database?: number): string;
  /** SIGKILL: every key is gone. */
  kill(): Promise<void>;
  /** Starts again after `kill` on the same port, empty. */
  restart(): Promise<void>;
  /** FLUSHALL: every key is gone, and everybody is still connected. */
  flush(): Promise<void>;
  /** SIGSTOP: connections stay open and nothing answers, like a black hole in the network. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

const serverPackage = {
  programs: ['redis-server'],
  otherFolders: ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'],
  aptPackage: 'redis-server',
  urlVariable: 'TEST_REDIS_URL',
};

/** Many, so that each caller in a test run gets one of its own; an unused one costs a few hundred bytes. */
const databases = 1_024;

export async function startRedis(): Promise<LocalRedis> {
  const existing = process.env[serverPackage.urlVariable];
  if (existing) return existingRedis(existing);

  const program = join(await programFolder(serverPackage), 'redis-server');
  const folder = createPrivateFolder('redis');
  let port = 0;
  let server: PrivateProcess;

  const launch = async () => {
    server = await startProcess(folder, program, settings(port, folder.path));
    await untilReady('Redis', server, () => ask(port, 'PING', '+PONG'));
  };

  try {
    await onFreePort((free) => {
      port = free;
      return launch();
    });
  } catch (error) {
    folder.remove();
    throw error;
  }

  return {
    url: (database = 0) => `redis://127.0.0.1:${port}/${database}`,
    kill: () => server.end('SIGKILL'),
    restart: launch,
    flush: () => ask(port, 'FLUSHALL', '+OK'),
    pause: () => server.signal('SIGSTOP'),
    resume: () => server.signal('SIGCONT'),
    async stop() {
      // SIGKILL also ends a paused server, and there is nothing to save.
      await server.end('SIGKILL');
      folder.remove();
    },
  };
}

function settings(port: number, folder: string): string[] {
  const values = {
    port,
    bind: '127.0.0.1',
    save: '',
    appendonly: 'no',
    databases,
    dir: folder,
  };
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, String(value)]);
}

function ask(port: number, command: string, expected: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 2_000 }, () => socket.write(`${command}\r\n`));
    socket.once('data', (reply) => {
      socket.destroy();
      if (reply.toString().startsWith(expected)) resolve();
      else reject(new Error(`Redis answered ${command} with ${reply}`));
    });
    socket.once('timeout', () => socket.destroy(new Error(`Redis did not answer ${command}`)));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('Redis closed the connection')));
  });
}

function existingRedis(serverUrl: string): LocalRedis {
  const refuse = () => {
    throw new Error(`${serverPackage.urlVariable} names a server that is not ours`);
  };
  return {
    url(database = 0) {
      const url = new URL(serverUrl);
      url.pathname = `/${database}`;
      return url.href;
    },
    kill: async () => refuse(),
    restart: async () => refuse(),
    flush: async () => refuse(),
    pause: refuse,
    resume: refuse,
    stop: () => Promise.resolve(),
  };
}
