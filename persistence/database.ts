import { Kysely } from 'kysely';
import { embeddedDialect } from './embedded.ts';
import { migrate } from './migrate.ts';
import {
  type PoolStats,
  postgresConnections,
  readerConnections,
  withPatience,
  withThought,
} from './postgres.ts';
import type { DB } from './schema.ts';

export type DatabaseOptions =
  | { readonly kind: 'embedded'; readonly folder?: string }
  | {
      readonly kind: 'postgres';
      readonly url: string;
      readonly poolSize: number;
      /** Default: 5. */
      readonly readerPoolSize?: number;
    };

/** The open database. `db` is for `persistence/` and for libraries that bring their own queries, such as better-auth. */
export type Database = {
  readonly kind: DatabaseOptions['kind'];
  readonly db: Kysely<DB>;
  /** For lists: connections of their own, so that a crowd that browses leaves bids theirs. The embedded database has but one. */
  readonly reader: Kysely<DB>;
  /** For work that nobody waits for and that may take its time: connections of their own, so that bids never queue behind it. */
  readonly background: Kysely<DB>;
  /** How busy the connections are, by what they are for; empty with the embedded database. */
  pools(): Readonly<Record<string, PoolStats>>;
  close(): Promise<void>;
};

/** Opens a database and brings its schema up to date. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { bids, lists, background: others, pools, unlock } = await connectionsOf(options);
  const db = new Kysely<DB>({ dialect: bids });
  const reader = lists === bids ? db : new Kysely<DB>({ dialect: lists });
  const background = others === bids ? db : new Kysely<DB>({ dialect: others });
  const close = async () => {
    for (const each of new Set([db, reader, background])) await each.destroy();
    await unlock();
  };
  try {
    await migrateInPeace(options, db);
  } catch (error) {
    await close();
    throw error;
  }
  return { kind: options.kind, db, reader, background, pools, close };
}

/** Few: it shares the database with bids. Each statement is bounded all the same, or a black hole would hold it for ever. */
const BACKGROUND = { poolSize: 4, timeoutMs: 30_000 };

async function connectionsOf(options: DatabaseOptions) {
  if (options.kind === 'embedded') {
    const { dialect, unlock } = await embeddedDialect({ folder: options.folder });
    return { bids: dialect, lists: dialect, background: dialect, pools: () => ({}), unlock };
  }
  const [bids, lists] = [postgresConnections(options), readerConnections(options)];
  const background = postgresConnections({
    url: withPatience(options.url, BACKGROUND.timeoutMs),
    poolSize: BACKGROUND.poolSize,
  });
  return {
    bids: bids.dialect,
    lists: lists.dialect,
    background: background.dialect,
    pools: () => ({ bids: bids.stats(), lists: lists.stats(), background: background.stats() }),
    unlock: async () => {},
  };
}

/** A migration of a large house rewrites tables. */
const MIGRATION_MS = 3_600_000;

async function migrateInPeace(options: DatabaseOptions, db: Kysely<DB>): Promise<void> {
  if (options.kind === 'embedded') return migrate(db);
  const url = withThought(withPatience(options.url, MIGRATION_MS), MIGRATION_MS);
  const patient = new Kysely<DB>({ dialect: postgresConnections({ url, poolSize: 1 }).dialect });
  try {
    await migrate(patient);
  } finally {
    await patient.destroy();
  }
}
