import { type Kysely, sql } from 'kysely';
import type { FeedEvent, NumberedEvent } from '../../auction/feed.ts';
import type { DB } from '../schema.ts';

/** The last position given, and up to where events and alerts are gone because they are old. */
export async function feedPosition(db: Kysely<DB>) {
  const { head, events_gone, alerts_gone } = await db
    .selectFrom('feed')
    .select(['head', 'events_gone', 'alerts_gone'])
    .executeTakeFirstOrThrow();
  return { head, eventsGone: events_gone, alertsGone: alerts_gone };
}

/** Events after a position, in their order: those of so many batches, that is at least one unless there is none. */
export async function eventsAfter(db: Kysely<DB>, after: number, batches: number): Promise<NumberedEvent[]> {
  const { rows } = await sql<{ events: FeedEvent[]; last_position: number }>`
    select events, last_position from feed_batch where last_position > ${after} order by last_position limit ${batches}`.execute(
    db,
  );
  return rows
    .flatMap(({ events, last_position }) =>
      events.map((event, index) => ({ position: last_position - events.length + 1 + index, event })),
    )
    .filter(({ position }) => position > after);
}
