import { Kysely } from 'kysely';
import { embeddedDialect } from './embedded.ts';
import { migrate } from './migrate.ts';
import { postgresDialect, readerDialect } from './postgres.ts';
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
  const close = async () => {
    await db.destroy();
    if (reader !== db) await reader.destroy();
    await unlock();
  };
  try {
    await migrate(db);
  } catch (error) {
    await close();
    throw error;
  }
  return { kind: options.kind, db, reader, close };
}
