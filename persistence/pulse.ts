import { type Kysely, sql } from 'kysely';
import type { Outage } from '../auction/outage.ts';
import type { DB } from './schema.ts';

/** Longer than a node needs to restart; shorter, and every deployment of a single node would move ends. */
const OUTAGE_SECONDS = 10;

/** Says that the house is alive. Every node does, about once a second. */
export async function pulse(db: Kysely<DB>): Promise<void> {
  await db.transaction().execute(lastOutage);
}

/**
 * Says that the house is alive, in the caller's transaction, and answers when it was not the last time: a gap between two pulses, of
 * whichever nodes, is a time in which nobody could write anything. Who closes an auction asks first, so that no end inside a gap is taken
 * for one before the gap is known. By the database's clock alone.
 */
export async function lastOutage(transaction: Kysely<DB>): Promise<Outage | null> {
  const locked = sql`select from house_pulse for update`.execute(transaction);
  // A statement of its own: it must see what whoever had the lock has noted.
  const asked = sql<{ since: Date; until: Date }>`
    with noted as (
      insert into outage (since, until)
      select at, clock_timestamp() from house_pulse
      where at < clock_timestamp() - ${OUTAGE_SECONDS} * interval '1 second'
      returning since, until
    ), beat as (update house_pulse set at = clock_timestamp())
    select since, until from noted
    union all (select since, until from outage order by until desc limit 1)
    order by until desc limit 1`.execute(transaction);
  const [, { rows }] = await Promise.all([locked, asked]);
  const [last] = rows;
  return last === undefined ? null : { fromMs: last.since.getTime(), untilMs: last.until.getTime() };
}
