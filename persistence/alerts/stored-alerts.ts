import { type Kysely, sql } from 'kysely';
import type { KeptAlertKind, KeptEvent } from '../../auction/alerts.ts';
import type { UserId } from '../../auction/auction.ts';
import { type NumberKey, type PageOf, pageOf } from '../cursor.ts';
import type { DB } from '../schema.ts';
import { ALERT_LIMITS } from './limits.ts';

/** An alert that somebody has. */
export type KeptRow = {
  readonly position: number;
  readonly kind: KeptAlertKind;
  readonly title: string;
  readonly event: KeptEvent;
};

/** The event is written by us alone, as one of those that alerts are kept of. */
const keptRow = (row: Omit<KeptRow, 'event'> & { readonly event: unknown }): KeptRow => ({
  position: row.position,
  kind: row.kind,
  title: row.title,
  event: row.event as KeptEvent,
});

/** What somebody was told after one position and up to another, in order. */
export async function alertsBetween(
  db: Kysely<DB>,
  userId: UserId,
  { after, upTo, limit }: { readonly after: number; readonly upTo: number; readonly limit: number },
): Promise<KeptRow[]> {
  const rows = await db
    .selectFrom('alert')
    .select(['id as position', 'kind', 'title', 'event'])
    .where('user_id', '=', userId)
    .where('id', '>', after)
    .where('id', '<=', upTo)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(keptRow);
}

/** What somebody was told, the newest first; `read`: whether its person has read it. */
export async function storedAlerts(
  db: Kysely<DB>,
  userId: UserId,
  page: { readonly after: NumberKey | undefined; readonly limit: number; readonly unread: boolean },
): Promise<PageOf<KeptRow & { readonly read: boolean }>> {
  const { after, limit, unread } = page;
  const readUpTo = await readMark(db, userId);
  let query = db
    .selectFrom('alert')
    .select(['id as position', 'kind', 'title', 'event'])
    .where('user_id', '=', userId)
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (after !== undefined) query = query.where('id', '<', Number(after[0]));
  if (unread) query = query.where('id', '>', readUpTo);
  return pageOf(
    await query.execute(),
    limit,
    ({ position }) => [position],
    (row) => ({ ...keptRow(row), read: row.position <= readUpTo }),
  );
}

/** Up to which alert somebody has read; 0 for none. */
async function readMark(db: Kysely<DB>, userId: UserId): Promise<number> {
  const row = await db
    .selectFrom('alert_read')
    .select('up_to')
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row?.up_to ?? 0;
}

/** Somebody has read up to an alert. It only moves forward, and never beyond what there is. Returns where it is now. */
export async function markRead(db: Kysely<DB>, userId: UserId, upTo: number): Promise<number> {
  const { rows } = await sql<{ up_to: number }>`
    insert into alert_read (user_id, up_to) select ${userId}::uuid, least(${upTo}::bigint, head) from feed
    on conflict (user_id) do update set up_to = greatest(alert_read.up_to, excluded.up_to)
    returning up_to`.execute(db);
  return rows[0]?.up_to ?? 0;
}

/** How many alerts somebody has not read, as far as that is counted. */
export async function unreadCount(db: Kysely<DB>, userId: UserId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select from alert where user_id = ${userId}
        and id > coalesce((select up_to from alert_read where user_id = ${userId}), 0)
      limit ${ALERT_LIMITS.unreadCounted}
    ) unread`.execute(db);
  return rows[0]?.count ?? 0;
}
