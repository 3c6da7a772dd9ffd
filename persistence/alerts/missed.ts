import type { Kysely } from 'kysely';
import type { AlertAnew } from '../../auction/api-alerts.ts';
import type { UserId } from '../../auction/auction.ts';
import { feedPosition } from '../feed/reading.ts';
import type { DB } from '../schema.ts';
import { alertsBetween, type KeptRow } from './stored-alerts.ts';
import { pricesSince, type StandingPrice } from './subscribed.ts';

/** What somebody missed, or why nobody can say that exactly. */
export type Missed =
  | { readonly kind: 'known'; readonly kept: readonly KeptRow[]; readonly prices: readonly StandingPrice[] }
  | { readonly kind: 'anew'; readonly reason: AlertAnew['reason'] };

/** What somebody missed after a position and up to another; prices as they are now. */
export async function missedBy(
  db: Kysely<DB>,
  userId: UserId,
  { after, upTo, most }: { readonly after: number; readonly upTo: number; readonly most: number },
): Promise<Missed> {
  const kept = await alertsBetween(db, userId, { after, upTo, limit: most + 1 });
  // Asked last, so that nothing of what was just read had been deleted when it was read.
  const { head, alertsGone } = await feedPosition(db);
  if (after > head) return { kind: 'anew', reason: 'unknown_id' };
  if (after < alertsGone) return { kind: 'anew', reason: 'too_old' };
  if (kept.length > most) return { kind: 'anew', reason: 'too_many' };
  return { kind: 'known', kept, prices: await pricesSince(db, userId, after) };
}

/** Titles of auctions; of those that are gone there are none. */
export async function titlesOf(
  db: Kysely<DB>,
  auctionIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('auction').select(['id', 'title']).where('id', 'in', auctionIds).execute();
  return new Map(rows.map(({ id, title }) => [id, title]));
}
