import { type Kysely, sql } from 'kysely';
import type { FeedEvent, NumberedEvent } from '../../auction/feed.ts';
import { fanOut } from '../alerts/fan-out.ts';
import type { NoticeChannels } from '../alerts/queueing.ts';
import type { DB } from '../schema.ts';
import { FEED_LIMITS } from './limits.ts';

type Batch = { readonly id: number; readonly events: readonly FeedEvent[] };

/**
 * Gives positions to what waits, and to everybody concerned their alerts: both or neither, so a crash delays an alert and never loses or
 * doubles it. One transaction at a time over all nodes, by the lock on the feed's one row; settlements never touch that row. Returns how
 * many batches it numbered: fewer than it may take means that nothing waits.
 */
export async function numberWaiting(
  db: Kysely<DB>,
  channels: NoticeChannels,
  most: number = FEED_LIMITS.batchesAtOnce,
): Promise<number> {
  if (!(await isWaiting(db))) return 0;
  return db.transaction().execute(async (transaction) => {
    const { head } = await transaction
      .selectFrom('feed')
      .select('head')
      .forUpdate()
      .executeTakeFirstOrThrow();
    // Its own statement, after the lock: it sees whatever was committed until now. An auction's batches have ids in the order of its log,
    // because they are made under the auction's lock.
    const { rows: batches } = await sql<Batch>`
      select id, events from feed_batch where last_position is null order by id limit ${most}`.execute(
      transaction,
    );
    if (batches.length === 0) return 0;

    const ends: number[] = [];
    const numbered: NumberedEvent[] = [];
    let position: number = head;
    for (const { events } of batches) {
      for (const event of events) {
        position += 1;
        numbered.push({ position, event });
      }
      ends.push(position);
    }
    await Promise.all([
      sql`update feed_batch b set last_position = n.last_position
        from unnest(${batches.map(({ id }) => id)}::bigint[], ${ends}::bigint[]) as n (id, last_position)
        where b.id = n.id`.execute(transaction),
      sql`update feed set head = ${position}`.execute(transaction),
      fanOut(transaction, numbered, channels),
    ]);
    return batches.length;
  });
}

/** Most looks find nothing, and need no transaction for that. */
async function isWaiting(db: Kysely<DB>): Promise<boolean> {
  const row = await db
    .selectFrom('feed_batch')
    .select('id')
    .where('last_position', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
