/** A private database with a world's log in it. */
import pg from 'pg';
import { startPostgres } from '../../../local-services/postgres.ts';
import { bulkLoad } from '../../../persistence/bulk/bulk-load.ts';
import type { BulkBlock } from '../../../persistence/bulk/bulk-tables.ts';
import type { World } from '../world/world.ts';
import { logOf } from './log.ts';

/** What a small database machine would give it. */
const SHARED_BUFFERS_MEGABYTES = 1_024;

export type LoggedWorld = {
  readonly url: string;
  readonly postgresVersion: string;
  readonly bids: number;
  readonly likes: number;
  close(): Promise<void>;
};

type Show = (done: number, of: number, what: string) => void;

/** Keeps nothing of the world but what is in the database. */
export async function loggedWorld(world: World, show: Show): Promise<LoggedWorld> {
  const postgres = await startPostgres({ sharedBuffersMegabytes: SHARED_BUFFERS_MEGABYTES });
  try {
    const name = `bench_recommender_${process.pid}`;
    await administer(postgres.url(), `create database ${name}`);
    const url = postgres.url(name);
    const loaded = await bulkLoad({
      url,
      more: false,
      firstUserId: world.people[0]?.id ?? '',
      blocks: blocksOf(world, show),
      watcher: {
        building: (done, of) => show(done, of, 'making indices and keys'),
        tidying: (done, of) => show(done, of, 'vacuuming'),
      },
    });
    if (loaded.kind === 'refused') throw new Error(`the log could not be loaded: ${loaded.code}`);
    return {
      url,
      postgresVersion: await versionOf(url),
      bids: loaded.rows.bid,
      likes: loaded.rows.auction_like,
      async close() {
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

async function* blocksOf(world: World, show: Show): AsyncGenerator<BulkBlock> {
  for (const { blocks, done } of logOf(world)) {
    yield* blocks;
    show(Math.min(done, world.recipe.bids), world.recipe.bids, 'bidding, and loading the log');
  }
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function versionOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  await client.end();
  return rows[0]?.server_version ?? '';
}
