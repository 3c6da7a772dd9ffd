import { type Kysely, sql } from 'kysely';
import type { SubscriptionReason } from '../../auction/alerts.ts';
import type { AuctionId, UserId } from '../../auction/auction.ts';
import type { DB } from '../schema.ts';
import { ALERT_LIMITS } from './limits.ts';

type Asked = { readonly auctionId: AuctionId; readonly userId: UserId };

export type Subscribed =
  | { readonly kind: 'subscribed'; readonly reason: SubscriptionReason }
  | {
      readonly kind: 'refused';
      readonly code: 'no_such_auction' | 'ended' | 'cancelled' | 'too_many_subscriptions';
    };

export type Unsubscribed =
  /** As what they take part in it, if they do. */
  | { readonly kind: 'unsubscribed'; readonly reason: Exclude<SubscriptionReason, 'asked'> | null }
  | { readonly kind: 'refused'; readonly code: 'no_such_auction' };

/** From now on somebody hears of an auction, because they asked; who takes part already keeps that reason. */
export async function subscribe(db: Kysely<DB>, asked: Asked): Promise<Subscribed> {
  const subscribed = await db.transaction().execute((transaction) => write(transaction, asked));
  if (subscribed.kind === 'refused') return subscribed;
  // It may have ended while that was being written, and its end been told before: nobody waits for an end that never comes. The auction is
  // not locked against that, because its bids would wait.
  const code = refusalOf(await standing(db, asked.auctionId));
  return code === undefined ? subscribed : { kind: 'refused', code };
}

async function write(db: Kysely<DB>, { auctionId, userId }: Asked): Promise<Subscribed> {
  // One at a time for each person, or several at once would each be the last one allowed.
  await sql`select from "user" where "id" = ${userId} for no key update`.execute(db);
  const code = refusalOf(await standing(db, auctionId, { lasting: true }));
  if (code !== undefined) return { kind: 'refused', code };

  const known = await db
    .selectFrom('auction_subscription')
    .select(['reason', 'wanted'])
    .where('auction_id', '=', auctionId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  if (known?.wanted) return { kind: 'subscribed', reason: known.reason };
  const isAsking = known === undefined || known.reason === 'asked';
  if (isAsking && (await askedFor(db, userId)) >= ALERT_LIMITS.askedAtOnce)
    return { kind: 'refused', code: 'too_many_subscriptions' };

  const { rows } = await sql<{ reason: SubscriptionReason }>`
    insert into auction_subscription (auction_id, user_id, reason) values (${auctionId}, ${userId}, 'asked')
    on conflict (auction_id, user_id) do update set wanted = true, at = now()
    returning reason`.execute(db);
  return { kind: 'subscribed', reason: rows[0]?.reason ?? 'asked' };
}

/** Somebody does not want to hear of an auction, which is remembered while it is open, also for when they take part in it. */
export async function unsubscribe(db: Kysely<DB>, { auctionId, userId }: Asked): Promise<Unsubscribed> {
  const { rows } = await sql<{ reason: SubscriptionReason }>`
    insert into auction_subscription (auction_id, user_id, reason, wanted)
    select id, ${userId}::uuid, 'asked', false from auction where id = ${auctionId} and (
      ending is null or exists (select from auction_subscription s where s.auction_id = auction.id and s.user_id = ${userId}))
    for key share
    on conflict (auction_id, user_id) do update set wanted = false
    returning reason`.execute(db);
  const [row] = rows;
  if (row !== undefined) return { kind: 'unsubscribed', reason: row.reason === 'asked' ? null : row.reason };
  return (await standing(db, auctionId)) === undefined
    ? { kind: 'refused', code: 'no_such_auction' }
    : { kind: 'unsubscribed', reason: null };
}

type Standing = { readonly ending: string | null; readonly over: boolean } | undefined;

/** `lasting`: it stays there until the transaction ends. */
async function standing(db: Kysely<DB>, auctionId: AuctionId, { lasting = false } = {}): Promise<Standing> {
  const { rows } = await sql<{ ending: string | null; over: boolean }>`
    select ending, ends_at <= now() as over from auction where id = ${auctionId}
    ${lasting ? sql`for key share` : sql``}`.execute(db);
  return rows[0];
}

function refusalOf(standing: Standing) {
  if (standing === undefined) return 'no_such_auction';
  if (standing.ending === 'cancelled') return 'cancelled';
  return standing.ending !== null || standing.over ? 'ended' : undefined;
}

async function askedFor(db: Kysely<DB>, userId: UserId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from auction_subscription s join auction a on a.id = s.auction_id
    where s.user_id = ${userId} and s.reason = 'asked' and s.wanted and a.ending is null`.execute(db);
  return rows[0]?.count ?? 0;
}
