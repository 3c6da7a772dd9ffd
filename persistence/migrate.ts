import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
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

/** Brings the schema up to date. Several servers may call it at once: Kysely takes a lock. */
export async function migrate<T>(db: Kysely<T>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
