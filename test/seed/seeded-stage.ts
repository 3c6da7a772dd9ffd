/** A database with a seeded house in it. */
import { type Kysely, sql } from 'kysely';
import { openDatabase } from '../../persistence/database.ts';
import type { DB } from '../../persistence/schema.ts';
import { seedHouse } from '../../seed/seeding.ts';
import { createTestDatabase } from '../support/test-database.ts';

export async function emptyHouse() {
  const { url, drop } = await createTestDatabase();
  const database = await openDatabase({ kind: 'postgres', url, poolSize: 4 });
  return {
    url,
    database,
    db: database.db,
    seed: (auctions: number, more: Partial<Parameters<typeof seedHouse>[0]> = {}, seed = 1) =>
      seedHouse({
        recipe: { auctions, seed, nowMs: Date.now() },
        url,
        more: false,
        show: () => {},
        ...more,
      }),
    async close() {
      await database.close();
      await drop();
    },
  };
}

/** Indices, constraints and triggers as the database describes them, and whether they are in force. */
export async function definitionsIn(db: Kysely<DB>): Promise<string[]> {
  const { rows } = await sql<{ definition: string }>`
    select indexdef as definition from pg_indexes where schemaname = 'public'
    union all
    select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated
    from pg_constraint where connamespace = 'public'::regnamespace
    union all
    select pg_get_triggerdef(oid) || ' ' || tgenabled::text from pg_trigger where not tgisinternal
    union all
    select conname || ' enforced by ' || count(*) || ' triggers ' || string_agg(distinct tgenabled::text, '')
    from pg_trigger join pg_constraint c on c.oid = tgconstraint group by c.oid, conname
    order by definition`.execute(db);
  return rows.map(({ definition }) => definition);
}

/** How many rows each table has, but for those that every migrated database has. */
export async function rowsIn(db: Kysely<DB>): Promise<Record<string, number>> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%' order by 1`.execute(
    db,
  );
  const counts: Record<string, number> = {};
  for (const { name } of rows) {
    const { rows: counted } = await sql<{ count: number }>`
      select count(*) as count from ${sql.table(name)}`.execute(db);
    counts[name] = counted[0]?.count ?? 0;
  }
  return counts;
}
