import { type Kysely, sql } from 'kysely';
import { NOTICE_KINDS, type NoticeKind } from '../../auction/alerts.ts';
import type { NoticePreferences } from '../../auction/api-notices.ts';
import type { DB } from '../schema.ts';

/** Addresses are not verified, so nobody is written to who did not ask; a browser that was registered asks by that. */
const UNSAID: NoticePreferences = { email: [], push: [...NOTICE_KINDS] };

export async function preferencesOf(db: Kysely<DB>, userId: string): Promise<NoticePreferences> {
  // As text: the drivers do not know how to read lists of our own types.
  const { rows } = await sql<{ email: NoticeKind[]; push: NoticeKind[] }>`
    select email::text[] as email, push::text[] as push from notice_preference where user_id = ${userId}`.execute(
    db,
  );
  return rows[0] ?? UNSAID;
}

export async function setPreferences(
  db: Kysely<DB>,
  userId: string,
  { email, push }: NoticePreferences,
): Promise<void> {
  await sql`
    insert into notice_preference (user_id, email, push)
    values (${userId}, ${[...email]}::text[]::kept_alert[], ${[...push]}::text[]::kept_alert[])
    on conflict (user_id) do update set email = excluded.email, push = excluded.push`.execute(db);
}

/** Nothing by e-mail any more; browsers stay as they are. Who never said anything gets none anyway. */
export async function stopEmail(db: Kysely<DB>, userId: string): Promise<void> {
  await sql`update notice_preference set email = '{}' where user_id = ${userId}`.execute(db);
}
