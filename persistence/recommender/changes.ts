import { type Kysely, sql } from 'kysely';
import type { FeedEvent } from '../../auction/feed.ts';
import { eventsAfter, feedPosition } from '../feed/reading.ts';
import type { DB } from '../schema.ts';
import { READING } from './limits.ts';

/** What says more of an item than that it was bid on. */
const TELLING: ReadonlySet<FeedEvent['kind']> = new Set([
  'listed',
  'changed',
  'withdrawn',
  'extended',
  'closed',
]);

export type Changes = {
  /** Auctions that were listed, changed, withdrawn, extended or closed. */
  readonly ids: readonly string[];
  readonly position: number;
  /** There may be more. */
  readonly more: boolean;
};

export const positionNow = async (db: Kysely<DB>): Promise<number> => (await feedPosition(db)).head;

/** What became of which items since a position of the feed; undefined: that is too long ago to be told. */
export async function changesAfter(db: Kysely<DB>, after: number): Promise<Changes | undefined> {
  const { eventsGone } = await feedPosition(db);
  if (after < eventsGone) return undefined;
  const events = await eventsAfter(db, after, READING.feedEvents);
  const ids = new Set(events.flatMap(({ event }) => (TELLING.has(event.kind) ? [event.auctionId] : [])));
  const position = events.at(-1)?.position ?? after;
  return { ids: [...ids], position, more: position > after };
}

/**
 * Has the index by which bids of a time are found say of the newest blocks what is in them: else all of these are read each time. It gives
 * up at once when the table is being vacuumed, which would otherwise be called off for it; whoever may not do it does without.
 */
export async function summarizeNewBids(db: Kysely<DB>): Promise<void> {
  const summarized = db.transaction().execute(async (transaction) => {
    await sql`set local lock_timeout = '50ms'`.execute(transaction);
    await sql`select brin_summarize_new_values('bid_recent'::regclass)`.execute(transaction);
  });
  await summarized.catch(() => {});
}
