import { type Kysely, sql } from 'kysely';
import type { DB } from './schema.ts';

/** Which sessions are neither ended nor expired, of those asked for; the accounts of banned people count as ended. */
export function sessions(db: Kysely<DB>) {
  return {
    async stillValid(sessionIds: readonly string[]): Promise<string[]> {
      const { rows } = await sql<{ id: string }>`
        select s."id" from "session" s join "user" u on u."id" = s."userId"
        where s."id" = any(${sessionIds}::uuid[]) and s."expiresAt" > now() and u."banned" is not true`.execute(
        db,
      );
      return rows.map(({ id }) => id);
    },
  };
}
