import { type Kysely, sql } from 'kysely';
import type { AuctionId } from '../../auction/auction.ts';
import type { DB } from '../schema.ts';
import type { WantedLike } from './wanted.ts';

/** Likes of each auction after a write; what is missing is no auction. */
export type LikeCounts = ReadonlyMap<AuctionId, number>;

/**
 * Brings many wanted states about in one transaction, however often it is repeated. Counts change by the rows that really came or went;
 * auctions and people that do not exist are left out.
 *
 * Who writes for others must prove under a lock that it is still theirs to write: undefined when it is not. Else a writer that stood still
 * for a minute would undo what was wanted since.
 */
export function writeLikes(
  db: Kysely<DB>,
  wanted: readonly WantedLike[],
  stillOurs?: () => Promise<boolean>,
): Promise<LikeCounts | undefined> {
  const states = [
    ...new Map(wanted.map((like) => [`${like.auctionId} ${like.userId}`, like] as const)).values(),
  ];
  return db.transaction().execute(async (transaction) => {
    if (stillOurs !== undefined) {
      await sql`select pg_advisory_xact_lock(hashtext('ready-auction likes'))`.execute(transaction);
      if (!(await stillOurs())) return undefined;
    }
    await lock(transaction, states);
    return write(transaction, states);
  });
}

/**
 * A statement of its own, so that the next sees what was committed while this one waited. Auctions come before their cards, as where they
 * are edited: a like refers to its auction, and would lock it later anyway. By id, as everywhere: no deadlocks.
 */
async function lock(db: Kysely<DB>, states: readonly WantedLike[]): Promise<void> {
  await sql`
    select from auction a join catalogue c on c.auction_id = a.id
    where a.id = any(${[...new Set(states.map(({ auctionId }) => auctionId))]}::uuid[])
    order by a.id for key share of a for no key update of c`.execute(db);
}

async function write(db: Kysely<DB>, states: readonly WantedLike[]): Promise<LikeCounts> {
  const of = <V>(value: (like: WantedLike) => V) => states.map(value);
  const auctionIds = of(({ auctionId }) => auctionId);
  const { rows } = await sql<{ id: AuctionId; likes: number }>`
    with wanted as (
      select n.* from unnest(
        ${auctionIds}::uuid[], ${of(({ userId }) => userId)}::uuid[], ${of(({ liked }) => liked)}::boolean[],
        ${of(({ atMs }) => Math.round(atMs))}::bigint[]
      ) as n (auction_id, user_id, liked, at_ms)
      join catalogue c on c.auction_id = n.auction_id join "user" u on u."id" = n.user_id
    ), came as (
      insert into auction_like (auction_id, user_id, liked_at)
      select auction_id, user_id, to_timestamp(at_ms::double precision / 1000) from wanted where liked
      on conflict do nothing returning auction_id
    ), went as (
      delete from auction_like l using wanted w
      where not w.liked and l.auction_id = w.auction_id and l.user_id = w.user_id returning l.auction_id
    ), changed as (
      select auction_id, sum(change) as change
      from (select auction_id, 1 as change from came union all select auction_id, -1 from went) as changes
      group by auction_id having sum(change) <> 0
    ), counted as (
      update catalogue c set likes = c.likes + changed.change from changed where c.auction_id = changed.auction_id
      returning c.auction_id, c.likes
    )
    select c.auction_id as id, coalesce(counted.likes, c.likes) as likes
    from catalogue c left join counted on counted.auction_id = c.auction_id
    where c.auction_id = any(${[...new Set(auctionIds)]}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, likes }) => [id, likes]));
}
