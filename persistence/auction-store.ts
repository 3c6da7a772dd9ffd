import { type Kysely, sql } from 'kysely';
import { LIMITS } from '../auction/limits.ts';
import { points } from '../auction/points.ts';
import type { SettlementFacts, SettlementKeys, SettlementWrites } from '../auction/records.ts';
import { auctionFromRow } from './auction-rows.ts';
import { pulse } from './pulse.ts';
import type { DB } from './schema.ts';
import { settle } from './settlement.ts';

/**
 * What the rooms need of the database; they declare the same shape as a port. `prolongs`: whether an auction whose end fell into an outage
 * of the whole house goes on after it.
 */
export function auctionStore(db: Kysely<DB>, { prolongs = true }: { readonly prolongs?: boolean } = {}) {
  return {
    own: (auctionId: string) => takeOver(db, auctionId),
    exists: (auctionId: string) => exists(db, auctionId),
    settle: (keys: SettlementKeys, fold: (facts: SettlementFacts) => SettlementWrites) =>
      settle(db, { ...keys, closes: keys.closes && prolongs }, fold),
    pulse: () => pulse(db),
    overdue: (graceMs: number, limit: number) => overdue(db, graceMs, limit),
  };
}

/** Takes the next epoch. Waits for a settlement that is still under way, so what it returns is the last word. */
async function takeOver(db: Kysely<DB>, auctionId: string) {
  return db.transaction().execute(async (transaction) => {
    const row = await transaction
      .updateTable('auction')
      .set((update) => ({ epoch: update('epoch', '+', 1) }))
      .where('id', '=', auctionId)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const newestFirst = await transaction
      .selectFrom('bid')
      .select(['bidder_id', 'price', 'at'])
      .where('auction_id', '=', auctionId)
      .where('outcome', '=', 'accepted')
      .orderBy('seq', 'desc')
      .limit(LIMITS.shownBids)
      .execute();
    return {
      state: { auction: auctionFromRow(row), epoch: row.epoch, seq: row.seq, closedSeq: row.closed_seq },
      title: row.title,
      recentBids: newestFirst
        .reverse()
        .map((bid) => ({ bidderId: bid.bidder_id, pricePoints: points(bid.price), atMs: bid.at.getTime() })),
    };
  });
}

async function exists(db: Kysely<DB>, auctionId: string): Promise<boolean> {
  const row = await db.selectFrom('auction').select('id').where('id', '=', auctionId).executeTakeFirst();
  return row !== undefined;
}

async function overdue(db: Kysely<DB>, graceMs: number, limit: number) {
  const rows = await db
    .selectFrom('auction')
    .select('id')
    .select(sql<number>`extract(epoch from now() - ends_at)::float8 * 1000`.as('late_ms'))
    .where('ending', 'is', null)
    .where('ends_at', '<', sql<Date>`now() - ${graceMs}::double precision * interval '1 millisecond'`)
    .orderBy('ends_at')
    .limit(limit)
    .execute();
  return rows.map(({ id, late_ms }) => ({ auctionId: id, lateMs: late_ms }));
}
