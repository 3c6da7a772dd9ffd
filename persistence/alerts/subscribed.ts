import { type Kysely, sql } from 'kysely';
import type { SubscriptionReason } from '../../auction/alerts.ts';
import type { Auction, AuctionId, UserId } from '../../auction/auction.ts';
import { auctionFromRow } from '../auction-rows.ts';
import { type PageOf, pageOf, type TimeKey } from '../cursor.ts';
import { instantAt, microsOf } from '../instants.ts';
import type { DB } from '../schema.ts';
import { ALERT_LIMITS } from './limits.ts';

export type Subscription = {
  readonly auction: Auction;
  readonly title: string;
  readonly reason: SubscriptionReason;
  readonly at: Date;
};

/** What somebody hears of, the newest first. */
export async function subscriptionsOf(
  db: Kysely<DB>,
  userId: UserId,
  { after, limit }: { readonly after: TimeKey | undefined; readonly limit: number },
): Promise<PageOf<Subscription>> {
  let query = db
    .selectFrom('auction_subscription as s')
    .innerJoin('auction', 'auction.id', 's.auction_id')
    .selectAll('auction')
    .select(['s.reason', 's.at as since', microsOf('s.at').as('micros')])
    .where('s.user_id', '=', userId)
    .where('s.wanted', '=', true)
    .orderBy('s.at', 'desc')
    .orderBy('s.auction_id', 'desc')
    .limit(limit + 1);
  if (after !== undefined) {
    query = query.where(sql<boolean>`(s.at, s.auction_id) < (${instantAt(after[0])}, ${after[1]}::uuid)`);
  }
  return pageOf(
    await query.execute(),
    limit,
    (row) => [row.micros, row.id],
    (row) => ({ auction: auctionFromRow(row), title: row.title, reason: row.reason, at: row.since }),
  );
}

/** One word on one auction: that its person wants to hear of it, or that they do not. */
export type Said = { readonly userId: UserId; readonly auctionId: AuctionId; readonly wanted: boolean };

/** What these people said of what is still open, or did by taking part. */
export async function saidBy(db: Kysely<DB>, userIds: readonly UserId[]): Promise<Said[]> {
  const { rows } = await sql<Said>`
    select u.id as "userId", s.auction_id as "auctionId", s.wanted
    from unnest(${userIds}::uuid[]) as u (id)
    cross join lateral (
      select s.auction_id, s.wanted from auction_subscription s join auction a on a.id = s.auction_id
      where s.user_id = u.id and a.ending is null
      order by s.at desc, s.auction_id desc limit ${ALERT_LIMITS.followed}
    ) s`.execute(db);
  return rows;
}

/** An open auction as it stands. */
export type StandingPrice = {
  readonly auctionId: AuctionId;
  readonly title: string;
  readonly pricePoints: number;
  readonly bidCount: number;
  readonly endsAt: Date;
  /** When its last accepted bid arrived. */
  readonly at: Date;
};

/** Prices of what somebody hears of and is still open: of all that changed after a position in the feed, and maybe of some that did not. */
export async function pricesSince(
  db: Kysely<DB>,
  userId: UserId,
  position: number,
): Promise<StandingPrice[]> {
  const { rows } = await sql<StandingPrice>`
    select a.id as "auctionId", a.title, a.price as "pricePoints", a.accepted_bids as "bidCount", a.ends_at as "endsAt", b.at
    from auction_subscription s
    join auction a on a.id = s.auction_id
    cross join lateral (
      select at from bid where auction_id = a.id and outcome = 'accepted' order by seq desc limit 1
    ) b
    where s.user_id = ${userId} and s.wanted and a.ending is null and b.at > (
      -- Where the batch of the position is gone, nobody knows when that was.
      select coalesce(
        case when ${position}::bigint > f.events_gone then (
          select written_at from feed_batch where last_position >= ${position}::bigint order by last_position limit 1)
        end - ${ALERT_LIMITS.arrivalSlackSeconds} * interval '1 second',
        '-infinity')
      from feed f)
    order by s.at desc, s.auction_id desc limit ${ALERT_LIMITS.followed}`.execute(db);
  return rows;
}
