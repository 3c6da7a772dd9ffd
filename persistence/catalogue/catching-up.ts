import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { DB } from '../schema.ts';

/** Longer than news is gathered, and than it takes to notice that a node is gone. */
const LOOK_BACK = sql`interval '3 minutes'`;
/** What is over for longer than this has been closed, or nobody is there to close it. */
const OVER_FOR_MS = 10_000;

/** Cards of auctions in which something happened lately, or that are over: what a process that died had not written yet. */
export const catchUp = (db: Kysely<DB>, nowMs: number): Promise<number> =>
  rewrite(
    db,
    sql`and c.auction_id in (
      select b.auction_id from bid b where b.at > now() - ${LOOK_BACK}
      union select o.auction_id from catalogue o where o.open and o.ends_at_ms < ${nowMs - OVER_FOR_MS})`,
  );

/** All cards of what was open: for a start after everybody was away. */
export const catchUpOnAll = (db: Kysely<DB>): Promise<number> => rewrite(db, sql``);

/** Makes cards show what their auctions are; returns how many did not. One process at a time is enough. */
async function rewrite(db: Kysely<DB>, which: RawBuilder<unknown>): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(hashtext('ready-auction cards')) as mine`.execute(transaction);
    if (!rows[0]?.mine) return 0;
    const { numAffectedRows } = await sql`
      with behind as (
        select c.auction_id from catalogue c join auction a on a.id = c.auction_id
        where c.open and a.seq > c.seq ${which} order by c.auction_id for no key update of c
      )
      update catalogue c set price = a.price, bids = a.accepted_bids, ending = a.ending, seq = a.seq,
        ends_at_ms = (extract(epoch from a.ends_at) * 1000)::bigint,
        ends_at_text = to_char(a.ends_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      from behind, auction a
      where c.auction_id = behind.auction_id and a.id = c.auction_id and a.seq > c.seq`.execute(transaction);
    return Number(numAffectedRows ?? 0);
  });
}
