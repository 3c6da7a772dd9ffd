import { type Kysely, sql } from 'kysely';
import type { DB } from '../schema.ts';
import { NOTICE_LIMITS } from './notice-limits.ts';

/** Where a browser is reached, and what only it can read by. */
export type PushAddress = { readonly address: string; readonly p256dh: string; readonly auth: string };

export type PushEndpoint = { readonly id: string; readonly address: string; readonly addedAt: Date };

/** Registers a browser for somebody. One that somebody else had before is theirs no more: whoever signs in there last has it. */
export function putPushEndpoint(
  db: Kysely<DB>,
  userId: string,
  { address, p256dh, auth }: PushAddress,
): Promise<PushEndpoint> {
  return db.transaction().execute(async (transaction) => {
    // One at a time for each person, or two at once would both count too few.
    await sql`select from "user" where "id" = ${userId} for no key update`.execute(transaction);
    const { rows } = await sql<PushEndpoint>`
      insert into push_endpoint (user_id, address, p256dh, auth) values (${userId}, ${address}, ${p256dh}, ${auth})
      on conflict (address) do update set
        user_id = excluded.user_id, p256dh = excluded.p256dh, auth = excluded.auth, added_at = clock_timestamp()
      returning id, address, added_at as "addedAt"`.execute(transaction);
    await sql`
      delete from push_endpoint where id in (
        select id from push_endpoint where user_id = ${userId} order by added_at desc, id
        offset ${NOTICE_LIMITS.endpointsOfOnePerson})`.execute(transaction);
    const [endpoint] = rows;
    if (endpoint === undefined) throw new Error('a push endpoint was stored and not answered');
    return endpoint;
  });
}

/** Those of one person, the latest first. */
export async function pushEndpointsOf(db: Kysely<DB>, userId: string): Promise<PushEndpoint[]> {
  const { rows } = await sql<PushEndpoint>`
    select id, address, added_at as "addedAt" from push_endpoint where user_id = ${userId} order by added_at desc, id`.execute(
    db,
  );
  return rows;
}

/** False when it is not theirs, or not any more. */
export async function removePushEndpoint(db: Kysely<DB>, userId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('push_endpoint')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

/** The push service says that it is no more. What still waits for it is dropped when it is due. */
export async function forgetPushEndpoint(db: Kysely<DB>, id: string): Promise<void> {
  await db.deleteFrom('push_endpoint').where('id', '=', id).execute();
}
