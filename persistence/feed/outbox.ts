import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { FeedEvent } from '../../auction/feed.ts';
import type { DB } from '../schema.ts';

/** Puts events into the feed, as a part of the statement that makes them true; with none it inserts nothing. */
export function insertEvents(events: readonly FeedEvent[]): RawBuilder<unknown> {
  return sql`
    insert into feed_batch (events, event_count)
    select ${JSON.stringify(events)}::text::json, ${events.length}::int where ${events.length}::int > 0`;
}

/** The same in a statement of its own, in the caller's transaction. */
export async function tell(db: Kysely<DB>, ...events: readonly FeedEvent[]): Promise<void> {
  await insertEvents(events).execute(db);
}
