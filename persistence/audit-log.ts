import type { Difference } from '../auction/differences.ts';
import { LogReplay, type Redecided } from '../auction/replay-log.ts';
import { type AuctionRow, auctionFromRow } from './auction-rows.ts';
import type { OpenCheck } from './audit-checks.ts';
import type { MovementLedger } from './audit-movements.ts';
import type { SortedRows } from './audit-sorted-rows.ts';
import { bidFromRow, type StoredBid } from './bid-rows.ts';

export type LogChecks = {
  readonly numbering: OpenCheck;
  readonly epochs: OpenCheck;
  readonly decisions: OpenCheck;
};

/** The entries of all logs, sorted. */
export type StoredLog = {
  readonly bids: SortedRows<StoredBid>;
  readonly prolongations: SortedRows<StoredProlongation>;
};

export type StoredProlongation = {
  readonly auction_id: string;
  readonly seq: number;
  readonly at: Date;
  readonly ends_at: Date;
};

/** Replays one auction's log. After a first difference later ones mostly follow from it, so each check tells of an auction once. */
export async function auditLog(
  row: AuctionRow,
  { bids, prolongations }: StoredLog,
  movements: MovementLedger,
  checks: LogChecks,
): Promise<void> {
  const told = new Set<OpenCheck>();
  const tell = (check: OpenCheck, what: string) => {
    if (!told.has(check)) check.broken(`auction ${row.id}${what}`);
    told.add(check);
  };
  const compare = async (entries: readonly Redecided[]) => {
    for (const { seq, differences, movements: due } of entries) {
      for (const [check, found] of Map.groupBy(differences, ({ field }) => checkOf(field, checks))) {
        tell(check, `${entryOf(found)}: ${found.map(inWords).join('; ')}`);
      }
      await movements.expect(seq, due);
    }
  };
  // What the checks of the tables keep out can still be there in a database that was tampered with, and the rules throw at it.
  const attempt = <T>(step: () => T): T | undefined => {
    try {
      return step();
    } catch (error) {
      tell(checks.decisions, ` cannot be decided again: ${error instanceof Error ? error.message : error}`);
      return undefined;
    }
  };

  const replay = attempt(() => new LogReplay(stateFromRow(row)));
  if (replay === undefined) return;
  for (;;) {
    const bid = await bids.next(row.id);
    for (;;) {
      const stored = await prolongations.next(row.id, (bid?.seq ?? Number.POSITIVE_INFINITY) - 1);
      if (stored === undefined) break;
      const entry = attempt(() => replay.prolongation(prolongationFromRow(stored)));
      if (entry === undefined) return;
      await compare([entry]);
    }
    const entries = attempt(() => (bid === undefined ? replay.end() : replay.bid(bidFromRow(bid))));
    if (entries === undefined) return;
    await compare(entries);
    if (bid === undefined) break;
  }
  await movements.expect(Number.POSITIVE_INFINITY, []);
}

const prolongationFromRow = ({ auction_id, seq, at, ends_at }: StoredProlongation) => ({
  auctionId: auction_id,
  seq,
  atMs: at.getTime(),
  endsAtMs: ends_at.getTime(),
});

const stateFromRow = (row: AuctionRow) => ({
  auction: auctionFromRow(row),
  epoch: row.epoch,
  seq: row.seq,
  closedSeq: row.closed_seq,
});

function checkOf(field: string, checks: LogChecks): OpenCheck {
  if (field === 'numbering' || field === 'seq') return checks.numbering;
  return field === 'epoch' ? checks.epochs : checks.decisions;
}

const entryOf = ([first]: readonly Difference[]) =>
  first === undefined || first.seq === null ? '' : `, entry ${first.seq}`;

const inWords = ({ field, stored, redecided }: Difference) => `${field} is ${stored}, must be ${redecided}`;
