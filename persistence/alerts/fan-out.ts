import { type Kysely, sql } from 'kysely';
import { endingAlerts, isKept, type KeptEvent } from '../../auction/alerts.ts';
import type { AuctionClosed, BidTaken, EndingSoon, NumberedEvent } from '../../auction/feed.ts';
import type { DB } from '../schema.ts';
import { type NoticeChannels, queueNotices } from './queueing.ts';

type Placed<E> = { readonly position: number; readonly event: E };

/**
 * Everybody's alerts of these events. Who takes part subscribes first, or would not hear of what comes right after. An alert needs a
 * subscription that its owner wants: no means nothing at all.
 */
export async function fanOut(
  db: Kysely<DB>,
  numbered: readonly NumberedEvent[],
  channels: NoticeChannels,
): Promise<void> {
  const kept = numbered.filter((one): one is Placed<KeptEvent> => isKept(one.event));
  await subscribeParties(db, numbered);
  await Promise.all([
    alertOutbid(db, placed(kept, 'bid')),
    alertEndingSoon(db, placed(kept, 'ending_soon')),
    alertClosed(db, placed(kept, 'closed')),
  ]);
  await queueNotices(db, kept, channels);
}

const placed = <Kind extends KeptEvent['kind']>(kept: readonly Placed<KeptEvent>[], kind: Kind) =>
  kept.filter((one): one is Placed<Extract<KeptEvent, { kind: Kind }>> => one.event.kind === kind);

/** Sellers and bidders, each once. Most are there already, and cost a look. */
async function subscribeParties(db: Kysely<DB>, numbered: readonly NumberedEvent[]): Promise<void> {
  const parties = new Map<string, { auctionId: string; userId: string; reason: string }>();
  for (const { event } of numbered) {
    const { kind, auctionId } = event;
    if (kind === 'listed')
      parties.set(`${auctionId} ${event.sellerId}`, { auctionId, userId: event.sellerId, reason: 'selling' });
    if (kind === 'bid')
      parties.set(`${auctionId} ${event.bidderId}`, { auctionId, userId: event.bidderId, reason: 'bidding' });
  }
  if (parties.size === 0) return;
  const rows = [...parties.values()];
  await sql`
    insert into auction_subscription (auction_id, user_id, reason)
    select n.auction_id, n.user_id, n.reason::subscription_reason
    from unnest(
      ${rows.map((row) => row.auctionId)}::uuid[], ${rows.map((row) => row.userId)}::uuid[], ${rows.map((row) => row.reason)}::text[]
    ) as n (auction_id, user_id, reason)
    join auction a on a.id = n.auction_id
    where not exists (
      select from auction_subscription s where s.auction_id = n.auction_id and s.user_id = n.user_id and s.reason <> 'asked')
    on conflict (auction_id, user_id) do update set reason = excluded.reason where auction_subscription.reason = 'asked'`.execute(
    db,
  );
}

async function alertOutbid(db: Kysely<DB>, bids: readonly Placed<BidTaken>[]): Promise<void> {
  if (bids.length === 0) return;
  await sql`
    insert into alert (id, user_id, kind, auction_id, title, event)
    select n.position, n.user_id, 'outbid', n.auction_id, a.title, n.event::json
    from unnest(
      ${bids.map(({ position }) => position)}::bigint[], ${bids.map(({ event }) => event.auctionId)}::uuid[],
      ${bids.map(({ event }) => event.outbidId)}::uuid[], ${bids.map(({ event }) => JSON.stringify(event))}::text[]
    ) as n (position, auction_id, user_id, event)
    join auction a on a.id = n.auction_id
    join auction_subscription s on s.auction_id = n.auction_id and s.user_id = n.user_id and s.wanted`.execute(
    db,
  );
}

async function alertEndingSoon(db: Kysely<DB>, ends: readonly Placed<EndingSoon>[]): Promise<void> {
  if (ends.length === 0) return;
  await sql`
    insert into alert (id, user_id, kind, auction_id, title, event)
    select n.position, s.user_id, 'ending_soon', n.auction_id, a.title, n.event::json
    from unnest(
      ${ends.map(({ position }) => position)}::bigint[], ${ends.map(({ event }) => event.auctionId)}::uuid[],
      ${ends.map(({ event }) => JSON.stringify(event))}::text[]
    ) as n (position, auction_id, event)
    join auction a on a.id = n.auction_id
    join auction_subscription s on s.auction_id = n.auction_id and s.wanted`.execute(db);
}

async function alertClosed(db: Kysely<DB>, ends: readonly Placed<AuctionClosed>[]): Promise<void> {
  if (ends.length === 0) return;
  const kinds = ends.map(({ event }) => endingAlerts(event));
  await sql`
    insert into alert (id, user_id, kind, auction_id, title, event)
    select n.position, s.user_id,
      (case when s.user_id = n.winner_id then 'won'
        else case s.reason when 'selling' then n.selling when 'bidding' then n.bidding else n.asked end end)::kept_alert,
      n.auction_id, a.title, n.event::json
    from unnest(
      ${ends.map(({ position }) => position)}::bigint[], ${ends.map(({ event }) => event.auctionId)}::uuid[],
      ${ends.map(({ event }) => event.winnerId)}::uuid[], ${kinds.map(({ selling }) => selling)}::text[],
      ${kinds.map(({ bidding }) => bidding)}::text[], ${kinds.map(({ asked }) => asked)}::text[],
      ${ends.map(({ event }) => JSON.stringify(event))}::text[]
    ) as n (position, auction_id, winner_id, selling, bidding, asked, event)
    join auction a on a.id = n.auction_id
    join auction_subscription s on s.auction_id = n.auction_id and s.wanted`.execute(db);
}
