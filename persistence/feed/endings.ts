import { type Kysely, sql } from 'kysely';
import type { DB } from '../schema.ts';
import { FEED_LIMITS } from './limits.ts';

/** As events write times. */
const iso = (time: string) => sql.raw(`to_char(${time} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

/**
 * Tells of auctions that end within so long, each once; returns of how many. One statement, so that an auction is locked for no longer
 * than the database takes for it: no bid waits for a process. Under the lock, or `ending_soon` could come after `closed`. An auction
 * that is being settled just now is left to the next look.
 */
export async function tellEndings(db: Kysely<DB>, withinMs: number): Promise<number> {
  const { rows } = await sql<{ event_count: number }>`
    with near as (
      select id, price, accepted_bids, ends_at from auction a
      where ending is null and starts_at <= now() and ends_at > now()
        and ends_at <= now() + ${withinMs}::double precision * interval '1 millisecond'
        and not exists (select from ending_told t where t.auction_id = a.id)
      order by ends_at limit ${FEED_LIMITS.endingsAtOnce}
      for no key update skip locked
    ), told as (
      -- Who had the lock just before us may have told it after we began to look.
      insert into ending_told (auction_id) select id from near on conflict do nothing returning auction_id
    )
    insert into feed_batch (events, event_count)
    select json_agg(json_build_object(
        'kind', 'ending_soon', 'auctionId', id, 'at', ${iso('now()')},
        'pricePoints', price, 'bidCount', accepted_bids, 'endsAt', ${iso('ends_at')}
      ) order by ends_at), count(*)
    from near join told on told.auction_id = near.id having count(*) > 0
    returning event_count`.execute(db);
  return rows[0]?.event_count ?? 0;
}
