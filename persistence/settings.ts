import type { Kysely } from 'kysely';
import type { DB } from './schema.ts';

/** The stored value of a setting; the first caller's `make()` decides it for every server, also when several start at once. */
export async function settingOr(db: Kysely<DB>, name: string, make: () => string): Promise<string> {
  const read = () => db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst();
  const stored = await read();
  if (stored !== undefined) return stored.value;
  await db
    .insertInto('setting')
    .values({ name, value: make() })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const { value } = await db
    .selectFrom('setting')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return value;
}
