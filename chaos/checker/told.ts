/** What one client was told about its bids, against what is stored. */
import type { BidOutcome } from '../../auction/protocol.ts';
import type { Attempt } from '../client-log.ts';
import type { StoredBid } from './stored.ts';
import type { Findings } from './violations.ts';

/** A bid is stamped on arrival by the house's clock. So far apart from ours it is no measuring error any more, but another clock. */
const CLOCKS_APART_MS = 1_500;

type Row = StoredBid & { readonly auctionId: string };

export type RowsOfBid = ReadonlyMap<string, readonly Row[]>;

/** Under which the rows of a bid are found: ids are made by bidders, so two of them may have the same. */
export const keyOf = (bidderId: string, bidId: string) => `${bidderId} ${bidId}`;

export function checkTold(
  userId: string,
  attempts: readonly Attempt[],
  rows: RowsOfBid,
  findings: Findings,
): void {
  for (const attempt of attempts) {
    const stored = rows.get(keyOf(userId, attempt.bid.bidId)) ?? [];
    const [first, ...others] = attempt.told;
    if (first === undefined) continue;
    for (const other of others) {
      if (isSame(first.outcome, other.outcome)) continue;
      const outcomes = [first, other].map(({ outcome }) => words(outcome)).join(', then ');
      findings.add('doubled', nameOf(userId, attempt), `told ${outcomes}`);
    }
    checkOne(userId, attempt, first, stored, findings);
  }
}

function checkOne(
  userId: string,
  attempt: Attempt,
  { outcome, atMs }: Attempt['told'][number],
  stored: readonly Row[],
  findings: Findings,
): void {
  const { auctionId, bid, sentAtMs } = attempt;
  const name = nameOf(userId, attempt);
  const code = outcome.status === 'accepted' ? 'accepted' : outcome.code;
  const fitting = stored.filter(
    (row) =>
      row.auctionId === auctionId &&
      row.kind === bid.kind &&
      row.points === bid.points &&
      row.outcome === code,
  );
  const [row] = fitting;
  if (row === undefined) {
    const instead = stored.map((each) => `${each.outcome} at ${each.price}`).join(', ') || 'nothing';
    findings.add('lost', name, `told ${words(outcome)}: stored is ${instead}`);
    return;
  }
  // A re-used id is logged each time it comes, and decides nothing.
  if (code === 'duplicate_bid_id') return;
  if (fitting.length > 1) findings.add('doubled', name, `stored ${fitting.length} times`);
  if (outcome.pricePoints !== row.price || outcome.minimumPoints !== row.minimum) {
    findings.add('lost', name, `told ${words(outcome)} at ${outcome.pricePoints}: stored at ${row.price}`);
  }
  if (outcome.status !== 'accepted') return;
  if (outcome.leading !== row.leading || outcome.atMs !== row.atMs) {
    findings.add('lost', name, 'stored with another lead or time');
  }
  if (row.atMs < sentAtMs - CLOCKS_APART_MS || row.atMs > atMs + CLOCKS_APART_MS) {
    const sent = new Date(sentAtMs).toISOString();
    findings.add('late', name, `sent at ${sent}, but stamped ${new Date(row.atMs).toISOString()}`);
  }
}

function isSame(one: BidOutcome, other: BidOutcome): boolean {
  if (one.status === 'accepted' && other.status === 'accepted') {
    return one.pricePoints === other.pricePoints && one.leading === other.leading && one.atMs === other.atMs;
  }
  return one.status === 'refused' && other.status === 'refused' && one.code === other.code;
}

const words = (outcome: BidOutcome) =>
  outcome.status === 'accepted' ? `accepted at ${outcome.pricePoints}` : outcome.code;

const nameOf = (userId: string, { auctionId, bid }: Attempt) =>
  `bid ${bid.bidId} of ${userId} in ${auctionId}`;
