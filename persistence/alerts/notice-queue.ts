import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { NoticeKind } from '../../auction/alerts.ts';
import type { DB } from '../schema.ts';
import { NOTICE_LIMITS } from './notice-limits.ts';

/** By e-mail, or to a browser. */
export type NoticeChannel = 'email' | 'push';

/** A notice that this process alone may send, until its lease is over. */
export type DueNotice = {
  readonly userId: string;
  readonly auctionId: string;
  readonly kind: NoticeKind;
  /** `email`, or the id of a push endpoint. */
  readonly target: string;
  readonly alertId: number;
  /** Which attempt this is, from 1. */
  readonly attempts: number;
  /** Names this claim: who comes after it has another. */
  readonly lease: string;
  /** False where it is no longer true, or no longer asked for: then it is not to be sent. */
  readonly wanted: boolean;
  readonly title: string;
  readonly pricePoints: number;
  readonly endsAtMs: number;
  readonly email: string;
  readonly endpoint: { readonly address: string; readonly p256dh: string; readonly auth: string } | null;
};

/** What became of it: sent, to be tried again, or to be left alone. */
export type NoticeOutcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'again'; readonly afterMs: number }
  | { readonly kind: 'over' };

type Row = Omit<DueNotice, 'endpoint'> & {
  readonly address: string | null;
  readonly p256dh: string | null;
  readonly auth: string | null;
};

/**
 * Takes what is due, the longest waiting first: rows that another node is taking just now are passed by, and who has one has it until
 * the lease is over. Whether it is still true is looked up here, as late as possible; prices and ends are those of now.
 */
export async function claimDue(
  db: Kysely<DB>,
  {
    channel,
    limit,
    leaseMs,
  }: { readonly channel: NoticeChannel; readonly limit: number; readonly leaseMs: number },
): Promise<DueNotice[]> {
  const { rows } = await sql<Row>`
    with due as (
      select user_id, auction_id, kind, target from notice
      where due_at <= now() and (target = 'email') = ${channel === 'email'}::boolean
      order by due_at limit ${limit} for update skip locked
    ), claimed as (
      update notice n set due_at = now() + ${leaseMs}::int * interval '1 ms', attempts = n.attempts + 1
      from due d
      where n.user_id = d.user_id and n.auction_id = d.auction_id and n.kind = d.kind and n.target = d.target
      returning n.*
    ), seen as (
      select c.*, a.price, a.ends_at, a.ending is not null or a.ends_at <= now() as over,
        coalesce(a.leader_id = c.user_id, false) as leads, coalesce(al.title, a.title) as title, al.id is not null as told
      from claimed c
      join auction a on a.id = c.auction_id
      left join alert al on al.user_id = c.user_id and al.id = c.alert_id
    )
    select c.user_id as "userId", c.auction_id as "auctionId", c.kind, c.target, c.alert_id as "alertId", c.attempts,
      c.due_at::text as lease, c.title, c.price as "pricePoints", (extract(epoch from c.ends_at) * 1000)::bigint as "endsAtMs",
      u."email", e.address, e.p256dh, e.auth,
      c.told and coalesce(s.wanted, false)
        and not (c.kind = 'outbid' and (c.leads or c.over)) and not (c.kind = 'ending_soon' and c.over)
        and case when c.target = 'email' then coalesce(c.kind = any(p.email), false)
          else e.id is not null and (p.user_id is null or c.kind = any(p.push)) end as wanted
    from seen c
    join "user" u on u."id" = c.user_id
    left join auction_subscription s on s.auction_id = c.auction_id and s.user_id = c.user_id
    left join notice_preference p on p.user_id = c.user_id
    left join push_endpoint e
      on e.id = case when c.target = 'email' then null else c.target::uuid end and e.user_id = c.user_id`.execute(
    db,
  );
  return rows.map(({ address, p256dh, auth, ...notice }) => ({
    ...notice,
    endpoint: address === null || p256dh === null || auth === null ? null : { address, p256dh, auth },
  }));
}

/**
 * Notes what became of a claimed notice. A later alert may have taken its place meanwhile, which then waits its turn. Nothing happens when
 * the lease was over and somebody else has it: false.
 */
export async function noteOutcome(
  db: Kysely<DB>,
  { userId, auctionId, kind, target, alertId, lease }: DueNotice,
  outcome: NoticeOutcome,
): Promise<boolean> {
  const result = await sql`
    update notice set
      sent_at = case when ${outcome.kind === 'sent'}::boolean then now() else sent_at end,
      due_at = case when alert_id = ${alertId} then ${nextOf(outcome)} else ${laterOf(outcome)} end
    where user_id = ${userId} and auction_id = ${auctionId} and kind = ${kind}::kept_alert and target = ${target}
      and due_at = ${lease}::timestamptz`.execute(db);
  return result.numAffectedRows === 1n;
}

type Instant = RawBuilder<Date | null>;
const inMs = (ms: number): Instant => sql`now() + ${ms}::int * interval '1 ms'`;

/** When this one is due again, if ever. */
const nextOf = (outcome: NoticeOutcome): Instant =>
  outcome.kind === 'again' ? inMs(outcome.afterMs) : sql`null::timestamptz`;

/** When the one that took its place is due. */
function laterOf(outcome: NoticeOutcome): Instant {
  switch (outcome.kind) {
    case 'sent':
      return inMs(NOTICE_LIMITS.betweenMs);
    case 'again':
      return inMs(outcome.afterMs);
    case 'over':
      return inMs(0);
    default:
      return outcome satisfies never;
  }
}

/** Forgets what is over and was not sent lately, and what nobody sends. Returns how many it forgot. */
export async function sweepNotices(db: Kysely<DB>): Promise<number> {
  const { betweenMs, staleMs, sweptAtOnce } = NOTICE_LIMITS;
  const { numAffectedRows } = await sql`
    delete from notice n using (
      select user_id, auction_id, kind, target from notice
      where (due_at is null and (sent_at is null or sent_at < now() - ${betweenMs}::int * interval '1 ms'))
        or due_at < now() - ${staleMs}::int * interval '1 ms'
      limit ${sweptAtOnce} for update skip locked
    ) d
    where n.user_id = d.user_id and n.auction_id = d.auction_id and n.kind = d.kind and n.target = d.target`.execute(
    db,
  );
  return Number(numAffectedRows ?? 0n);
}
