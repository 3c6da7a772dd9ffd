import { type Kysely, sql } from 'kysely';
import type { DB } from '../schema.ts';

/** The last position given, and how many batches of events wait for theirs. */
export async function feedStanding(db: Kysely<DB>): Promise<{ head: number; waitingBatches: number }> {
  const { rows } = await sql<{ head: number; waiting: number }>`
    select head, (select count(*) from feed_batch where last_position is null) as waiting from feed`.execute(
    db,
  );
  const [{ head, waiting } = { head: 0, waiting: 0 }] = rows;
  return { head, waitingBatches: waiting };
}
