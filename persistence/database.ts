import { Kysely } from 'kysely';
import { embeddedDialect } from './embedded.ts';
import { migrate } from './migrate.ts';
import { postgresDialect, readerDialect, withPatience, withThought } from './postgres.ts';
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
  close(): Promise<void>;
};

/** Opens a database and brings its schema up to date. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { dialect, unlock } =
    options.kind === 'embedded'
      ? await embeddedDialect({ folder: options.folder })
      : { dialect: postgresDialect(options), unlock: async () => {} };
  const db = new Kysely<DB>({ dialect });
  const reader = options.kind === 'embedded' ? db : new Kysely<DB>({ dialect: readerDialect(options) });
  const background =
    options.kind === 'embedded' ? db : new Kysely<DB>({ dialect: backgroundDialect(options.url) });
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
  return { kind: options.kind, db, reader, background, close };
}

/** Few: it shares the database with bids. Each statement is bounded all the same, or a black hole would hold it for ever. */
const BACKGROUND = { poolSize: 4, timeoutMs: 30_000 };
const backgroundDialect = (url: string) =>
  postgresDialect({ url: withPatience(url, BACKGROUND.timeoutMs), poolSize: BACKGROUND.poolSize });

/** A migration of a large house rewrites tables. */
const MIGRATION_MS = 3_600_000;

async function migrateInPeace(options: DatabaseOptions, db: Kysely<DB>): Promise<void> {
  if (options.kind === 'embedded') return migrate(db);
  const url = withThought(withPatience(options.url, MIGRATION_MS), MIGRATION_MS);
  const patient = new Kysely<DB>({ dialect: postgresDialect({ url, poolSize: 1 }) });
  try {
    await migrate(patient);
  } finally {
    await patient.destroy();
  }
}
