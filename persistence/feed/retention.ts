import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { DB } from '../schema.ts';
import { FEED_LIMITS } from './limits.ts';

export type Kept = { readonly feedKeptMs: number; readonly alertsKeptMs: number };

/** Deletes what is old, slice by slice; returns how many rows. What waits to be numbered is never old. */
export async function deleteOld(
  db: Kysely<DB>,
  { feedKeptMs, alertsKeptMs }: Kept,
  {
    rows = FEED_LIMITS.retentionRows,
    goOn = () => true,
  }: { readonly rows?: number; readonly goOn?: () => boolean } = {},
): Promise<number> {
  const slices = [() => deleteEvents(db, feedKeptMs, rows), () => deleteAlerts(db, alertsKeptMs, rows)];
  let sum = 0;
  for (const slice of slices) {
    let deleted = rows;
    while (deleted === rows && goOn()) {
      deleted = await slice();
      sum += deleted;
    }
  }
  return sum;
}

/**
 * Both from the front, by position, up to the first that is not old: so `gone` can say in one number what is missing. It moves in the same
 * transaction, and last in it, because numbering waits for whoever has that row.
 */
const deleteEvents = (db: Kysely<DB>, keptMs: number, rows: number): Promise<number> =>
  inTurn(db, async (transaction) => {
    const gone = await sql<{ position: number }>`
      with oldest as (
        select id, last_position, written_at as at from feed_batch where last_position is not null
        order by last_position limit ${rows}
      )
      delete from feed_batch b using oldest o
      where b.id = o.id and ${isInFront(sql`o.last_position`, sql`last_position`, keptMs)}
      returning o.last_position as position`.execute(transaction);
    const last = lastOf(gone.rows);
    if (last > 0)
      await sql`update feed set events_gone = ${last} where events_gone < ${last}`.execute(transaction);
    return gone.rows.length;
  });

const deleteAlerts = (db: Kysely<DB>, keptMs: number, rows: number): Promise<number> =>
  inTurn(db, async (transaction) => {
    const gone = await sql<{ position: number }>`
      with oldest as (select user_id, id, at from alert order by id limit ${rows})
      delete from alert a using oldest o
      where a.user_id = o.user_id and a.id = o.id and ${isInFront(sql`o.id`, sql`id`, keptMs)}
      returning o.id as position`.execute(transaction);
    const last = lastOf(gone.rows);
    if (last > 0)
      await sql`update feed set alerts_gone = ${last} where alerts_gone < ${last}`.execute(transaction);
    return gone.rows.length;
  });

/** Whether everything up to this position is old. */
const isInFront = (position: RawBuilder<unknown>, ofOldest: RawBuilder<unknown>, keptMs: number) => sql`
  ${position} < coalesce(
    (select min(${ofOldest}) from oldest where at >= now() - ${keptMs}::double precision * interval '1 millisecond'),
    9223372036854775807)`;

const lastOf = (rows: readonly { position: number }[]): number =>
  rows.reduce((last, { position }) => Math.max(last, position), 0);

/** One node at a time is enough. */
async function inTurn(db: Kysely<DB>, work: (transaction: Kysely<DB>) => Promise<number>): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(hashtext('ready-auction retention')) as mine`.execute(transaction);
    return rows[0]?.mine ? work(transaction) : 0;
  });
}
