import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { up as accounts } from './migrations/0001-accounts.ts';
import { up as auctionsAndMoney } from './migrations/0002-auctions-and-money.ts';
import { up as catalogue } from './migrations/0003-catalogue.ts';
import { up as feedAndAlerts } from './migrations/0004-feed-and-alerts.ts';
import { up as outages } from './migrations/0005-outages.ts';

/** Every migration by name, in order; names never change once released. */
const MIGRATIONS = {
  '0001-accounts': { up: accounts },
  '0002-auctions-and-money': { up: auctionsAndMoney },
  '0003-catalogue': { up: catalogue },
  '0004-feed-and-alerts': { up: feedAndAlerts },
  '0005-outages': { up: outages },
};

/**
 * Brings the schema up to date. Several servers may call it at once: Kysely takes a lock. What a newer version has migrated is left as it
 * is: while nodes are upgraded one by one, an older one may have to start again beside them.
 */
export async function migrate<T>(db: Kysely<T>): Promise<void> {
  const known = { ...MIGRATIONS, ...(await newerMigrations(db)) };
  const migrator = new Migrator({ db, provider: { getMigrations: async () => known } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/** Those that were made after the last one we know of. Any other unknown one is an error: then the database is not ours. */
async function newerMigrations<T>(db: Kysely<T>): Promise<Record<string, Migration>> {
  const { rows: tables } = await sql`select where to_regclass('kysely_migration') is not null`.execute(db);
  if (tables.length === 0) return {};
  const last = Object.keys(MIGRATIONS).at(-1) ?? '';
  const { rows } = await sql<{
    name: string;
  }>`select name from kysely_migration where name > ${last}`.execute(db);
  return Object.fromEntries(rows.map(({ name }) => [name, { up: async () => {} }]));
}
