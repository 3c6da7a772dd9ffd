/** A private PostgreSQL cluster, or the one that TEST_DATABASE_URL names. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { onFreePort } from './free-port.ts';
import { programFolder } from './packages.ts';
import { createPrivateFolder } from './private-folder.ts';
import { type PrivateProcess, startProcess } from './private-process.ts';
import { endFamily } from './process-family.ts';
import { untilReady } from './readiness.ts';
import { type UserIds, unprivilegedUser } from './unprivileged-user.ts';

export interface PostgresOptions {
  /** Off by default: only what claims to survive a power cut, or measures a commit, needs the disk. */
  readonly fsync?: boolean;
  readonly maxConnections?: number;
  /** PostgreSQL's own cache. What it brings along suits tests; a bench of large tables needs what a server would have. */
  readonly sharedBuffersMegabytes?: number;
  /** Whether it remembers when each transaction was committed, for `pg_xact_commit_timestamp`. */
  readonly commitTimestamps?: boolean;
}

export interface LocalPostgres {
  /** Of the given database, by default of `postgres`, as a superuser. */
  url(database?: string): string;
  /** SIGKILL to the postmaster and all its children: as if the database machine had crashed. */
  kill(): Promise<void>;
  /** SIGQUIT, as `pg_ctl stop -m immediate` sends it: everybody is thrown out at once, and the log is replayed at the next start. */
  stopAtOnce(): Promise<void>;
  /** Starts again after `kill` or `stopAtOnce` on the same port and data; resolves when recovery is over. */
  restart(): Promise<void>;
  /** Ends the cluster at once and removes its folder. */
  stop(): Promise<void>;
}

const serverPackage = {
  programs: ['initdb', 'postgres'],
  otherFolders: ['/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin', '/opt/homebrew/opt/postgresql*/bin'],
  aptPackage: 'postgresql',
  urlVariable: 'TEST_DATABASE_URL',
};

export async function startPostgres(options: PostgresOptions = {}): Promise<LocalPostgres> {
  const existing = process.env[serverPackage.urlVariable];
  if (existing) return existingPostgres(existing);

  const programs = await programFolder(serverPackage);
  const user = unprivilegedUser();
  const folder = createPrivateFolder('postgres', user);
  const dataFolder = join(folder.path, 'data');
  let port = 0;
  let server: PrivateProcess;
  const url = (database = 'postgres') => `postgres://postgres@127.0.0.1:${port}/${database}`;

  const launch = async () => {
    const args = ['-D', dataFolder, ...settings(port, options)];
    server = await startProcess(folder, join(programs, 'postgres'), args, user);
    await untilReady('PostgreSQL', server, () => answers(url()));
  };

  try {
    await initialise(join(programs, 'initdb'), dataFolder, user);
    await onFreePort((free) => {
      port = free;
      return launch();
    });
  } catch (error) {
    folder.remove();
    throw error;
  }

  return {
    url,
    kill: () => endFamily(server),
    stopAtOnce: () => server.end('SIGQUIT'),
    restart: launch,
    async stop() {
      // SIGQUIT skips the checkpoint of an orderly shutdown: the data is thrown away in the next line.
      await server.end('SIGQUIT');
      folder.remove();
    },
  };
}

function initialise(initdb: string, dataFolder: string, user: UserIds | undefined): Promise<unknown> {
  // With the locale C the trigrams of Korean text are empty; --no-sync because there is nothing to keep yet.
  const args = [
    '--no-sync',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '-U',
    'postgres',
    '-A',
    'trust',
    dataFolder,
  ];
  return promisify(execFile)(initdb, args, { cwd: '/', ...user });
}

function settings(port: number, options: PostgresOptions): string[] {
  const {
    fsync = false,
    maxConnections = 200,
    sharedBuffersMegabytes = 128,
    commitTimestamps = false,
  } = options;
  const durable = fsync ? 'on' : 'off';
  const values = {
    listen_addresses: '127.0.0.1',
    port,
    // None: the path of a socket in a deep temporary folder can be longer than the system allows.
    unix_socket_directories: '',
    max_connections: maxConnections,
    shared_buffers: `${sharedBuffersMegabytes}MB`,
    fsync: durable,
    full_page_writes: durable,
    track_commit_timestamp: commitTimestamps ? 'on' : 'off',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function answers(url: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 2_000,
    query_timeout: 2_000,
  });
  // A server that ends while it starts breaks the connection outside of any query.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    await client.end().catch(() => undefined);
  }
}

function existingPostgres(adminUrl: string): LocalPostgres {
  const refuse = () =>
    Promise.reject(new Error(`${serverPackage.urlVariable} names a server that is not ours`));
  return {
    url(database) {
      const url = new URL(adminUrl);
      if (database !== undefined) url.pathname = `/${database}`;
      return url.href;
    },
    kill: refuse,
    stopAtOnce: refuse,
    restart: refuse,
    stop: () => Promise.resolve(),
  };
}
