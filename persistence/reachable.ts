import { type Kysely, sql } from 'kysely';
import type { DB } from './schema.ts';

/** Whether the database answers within `withinMs`. A query that hangs is left to its own timeout. */
export async function isReachable(db: Kysely<DB>, withinMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(resolve, withinMs, false);
  const answer = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );
  const reachable = await Promise.race([answer, promise]);
  clearTimeout(timer);
  return reachable;
}
