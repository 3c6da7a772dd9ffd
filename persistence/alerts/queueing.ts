import { type Kysely, sql } from 'kysely';
import { type KeptEvent, NOTICE_KINDS } from '../../auction/alerts.ts';
import type { DB } from '../schema.ts';
import { NOTICE_LIMITS } from './notice-limits.ts';

/** Which ways of waking people this house has. */
export type NoticeChannels = { readonly email: boolean; readonly push: boolean };

type Placed = { readonly position: number; readonly event: KeptEvent };

/**
 * Puts what people want to be woken for into the queue, from the alerts that were just written. What is
 * queued already for the same auction, kind and target is replaced; the next follows what was sent at a distance. It is never due earlier
 * than what it replaces: that may be on its way just now, or wait for a target that does not answer.
 */
export async function queueNotices(
  db: Kysely<DB>,
  kept: readonly Placed[],
  { email, push }: NoticeChannels,
): Promise<void> {
  const positions = kept.map(({ position }) => position);
  if (positions.length === 0 || !(email || push)) return;
  await sql`
    insert into notice (user_id, auction_id, kind, target, alert_id, due_at)
    select distinct on (a.user_id, a.auction_id, a.kind, t.target) a.user_id, a.auction_id, a.kind, t.target, a.id, now()
    from alert a
    left join notice_preference p on p.user_id = a.user_id
    cross join lateral (
      select 'email' as target where ${email}::boolean and a.kind = any(p.email)
      union all
      select e.id::text from push_endpoint e
      where ${push}::boolean and e.user_id = a.user_id and (p.user_id is null or a.kind = any(p.push))
    ) t
    where a.id = any(${positions}::bigint[]) and a.kind = any(${[...NOTICE_KINDS]}::text[]::kept_alert[])
    order by a.user_id, a.auction_id, a.kind, t.target, a.id desc
    on conflict (user_id, auction_id, kind, target) do update set
      alert_id = excluded.alert_id, attempts = 0,
      due_at = greatest(excluded.due_at, notice.due_at, notice.sent_at + ${NOTICE_LIMITS.betweenMs}::int * interval '1 ms')`.execute(
    db,
  );
}
