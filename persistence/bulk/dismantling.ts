import pg from 'pg';
import { BULK_TABLE_NAMES, BULK_TABLES } from './bulk-tables.ts';

const LARGE = BULK_TABLE_NAMES.filter((table) => BULK_TABLES[table].large);

/**
 * Drops what makes every row dear and is cheap to make once all are there: keys and indices of the large tables. Returns the statements
 * that make them again, as the database itself defines them. All of it comes back by itself when the transaction does not commit.
 */
export async function dismantle(client: pg.Client): Promise<string[]> {
  const keys = await client.query<{ name: string; on: string; type: string; definition: string }>(
    `select conname as name, conrelid::regclass::text as on, contype as type, pg_get_constraintdef(oid) as definition
     from pg_constraint
     where contype in ('p', 'u', 'f') and (conrelid = any($1::regclass[]) or contype = 'f' and confrelid = any($1::regclass[]))
     order by contype = 'f', conrelid::regclass::text, conname`,
    [LARGE],
  );
  const indices = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
     from pg_index where indrelid = any($1::regclass[])
       and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u'))
     order by indrelid::regclass::text, name`,
    [LARGE],
  );
  // Foreign keys first: they lean on the others.
  for (const { on, name } of keys.rows.toReversed())
    await client.query(`alter table ${on} drop constraint ${pg.escapeIdentifier(name)}`);
  for (const { name } of indices.rows) await client.query(`drop index ${name}`);

  const remade = (foreign: boolean) =>
    keys.rows
      .filter(({ type }) => (type === 'f') === foreign)
      .map(
        ({ name, on, definition }) =>
          `alter table ${on} add constraint ${pg.escapeIdentifier(name)} ${definition}`,
      );
  return [...remade(false), ...indices.rows.map(({ definition }) => definition), ...remade(true)];
}
