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

/** Events after a position, in their order, at most so many, and at least one unless there is none. */
export async function eventsAfter(db: Kysely<DB>, after: number, most: number): Promise<NumberedEvent[]> {
  // `before`: how many events after the position stand in the batches before this one.
  const { rows } = await sql<{ events: FeedEvent[]; last_position: number }>`
    select events, last_position from (
      select events, last_position,
        sum(least(event_count, last_position - ${after}::bigint)) over (order by last_position)
          - least(event_count, last_position - ${after}::bigint) as before
      from feed_batch where last_position > ${after}::bigint order by last_position limit ${most}::int
    ) b where before < ${most}::int order by last_position`.execute(db);
  return rows
    .flatMap(({ events, last_position }) =>
      events.map((event, index) => ({ position: last_position - events.length + 1 + index, event })),
    )
    .filter(({ position }) => position > after)
    .slice(0, most);
}
