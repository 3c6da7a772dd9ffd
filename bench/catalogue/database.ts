/** The database with the catalogue in it: made and seeded for this run, or one that is there already. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startPostgres } from '../../local-services/postgres.ts';

const SEED = fileURLToPath(new URL('../../seed/main.ts', import.meta.url));

/** What a small database machine would give it; a catalogue of 600,000 with its indices is about as large. */
const SHARED_BUFFERS_MEGABYTES = 1_024;

/** It has to be seen doing nothing so often, so far apart: between two statements of one request it looks idle too. */
const QUIET = { times: 5, everyMs: 20 };

export type CatalogueDatabase = {
  readonly url: string;
  readonly postgresVersion: string;
  readonly auctions: number;
  /** How long the seeding took; undefined where it had been done before. */
  readonly seededInS: number | undefined;
  /** Resolves once nobody's statements run: what was asked last must not be paid for by what is measured next. */
  quiet(): Promise<void>;
  close(): Promise<void>;
};

export async function seededDatabase(auctions: number): Promise<CatalogueDatabase> {
  const postgres = await startPostgres({ fsync: true, sharedBuffersMegabytes: SHARED_BUFFERS_MEGABYTES });
  try {
    const name = `bench_catalogue_${process.pid}`;
    await administer(postgres.url(), `create database ${name}`);
    const startedMs = performance.now();
    await seed(postgres.url(name), auctions);
    const seededInS = (performance.now() - startedMs) / 1_000;
    const database = await existingDatabase(postgres.url(name));
    return {
      ...database,
      seededInS,
      async close() {
        await database.close();
        // Where the server is not ours it stays.
        await administer(postgres.url(), `drop database ${name} with (force)`);
        await postgres.stop();
      },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

export async function existingDatabase(url: string): Promise<CatalogueDatabase> {
  const client = await connected(url);
  const facts = await client.query<{ version: string; auctions: number }>(
    "select current_setting('server_version') as version, count(*)::int as auctions from auction",
  );
  const [{ version, auctions } = { version: '', auctions: 0 }] = facts.rows;
  const busy = async () => {
    const { rows } = await client.query<{ busy: number }>(BUSY);
    return (rows[0]?.busy ?? 0) > 0;
  };
  return {
    url,
    postgresVersion: version,
    auctions,
    seededInS: undefined,
    async quiet() {
      for (let times = 0; times < QUIET.times; times = (await busy()) ? 0 : times + 1) {
        await pause(QUIET.everyMs);
      }
    },
    close: () => client.end(),
  };
}

const BUSY = `select count(*)::int as busy from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and state = 'active' and backend_type = 'client backend'`;

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

async function administer(url: string, statement: string): Promise<void> {
  const client = await connected(url);
  await client.query(statement);
  await client.end();
}

/** As a program of its own, which shows its own progress. */
async function seed(url: string, auctions: number): Promise<void> {
  const child = spawn(process.execPath, [SEED, '--auctions', String(auctions)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DATABASE_URL: url },
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the seeding ended with ${code}`);
}
