import { type Kysely, sql } from 'kysely';
import type { AuctionRow } from './auction-rows.ts';
import { type Check, OpenCheck } from './audit-checks.ts';
import type { AuditedCounts } from './audit-counts.ts';
import { auditLog, type StoredProlongation } from './audit-log.ts';
import { MovementLedger, type StoredMovement } from './audit-movements.ts';
import { streamed } from './audit-query.ts';
import { SortedRows } from './audit-sorted-rows.ts';
import type { StoredBid } from './bid-rows.ts';
import type { DB } from './schema.ts';

/** Wide rows in small portions, narrow ones in large: each some megabytes. */
const AUCTIONS_AT_ONCE = 100;
const ROWS_AT_ONCE = 5_000;

/**
 * Decides every auction's log again and compares each entry, its movements and the state it all led to. One pass over three sorted
 * streams, because `transfer` has no index by auction, and an auction's log may be longer than memory is wide.
 */
export async function auditLogs(
  db: Kysely<DB>,
  counts: AuditedCounts,
  progress: (bids: number) => void,
): Promise<Check[]> {
  const checks = {
    numbering: new OpenCheck('the entries of every log are numbered without gaps'),
    epochs: new OpenCheck('the epochs of owners never fall along a log'),
    decisions: new OpenCheck('deciding every log again gives what is stored'),
    movements: new OpenCheck('every log entry moved exactly the points it had to'),
  };
  const auctions = streamed(
    db,
    'audited_auctions',
    sql<AuctionRow>`select * from auction order by id`,
    AUCTIONS_AT_ONCE,
  );
  const bids = new SortedRows(
    streamed(
      db,
      'audited_bids',
      sql<StoredBid>`
        select auction_id, seq, epoch, bidder_id, bid_id, kind, points, at, outcome, took_lead, price, minimum, available
        from bid order by auction_id, seq`,
      ROWS_AT_ONCE,
      progress,
    ),
  );
  const prolongations = new SortedRows(
    streamed(
      db,
      'audited_prolongations',
      sql<StoredProlongation>`select auction_id, seq, at, ends_at from prolongation order by auction_id, seq`,
      ROWS_AT_ONCE,
    ),
  );
  const transfers = new SortedRows(
    streamed(
      db,
      'audited_transfers',
      sql<StoredMovement>`
        select auction_id, seq, kind, user_id, points from transfer where auction_id is not null order by auction_id, seq, id`,
      ROWS_AT_ONCE,
    ),
  );

  for await (const row of auctions) {
    await auditLog(
      row,
      { bids, prolongations },
      new MovementLedger(row.id, transfers, checks.movements),
      checks,
    );
  }

  const logs = `${counts.auctions} auctions, ${counts.bids} bids`;
  return [
    checks.numbering.done(logs),
    checks.epochs.done(logs),
    checks.decisions.done(logs),
    checks.movements.done(`${logs}, ${counts.transfers} transfers`),
  ];
}
