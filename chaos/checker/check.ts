/** The whole history: all that all clients were told, against all that is stored. */
import type { ClientLog } from '../client-log.ts';
import { checkLog } from './auction-log.ts';
import { checkBooks } from './books.ts';
import { checkClosings, checkSightings, type Played } from './seen.ts';
import { Stored, type StoredBid } from './stored.ts';
import { checkTold, keyOf } from './told.ts';
import { Findings } from './violations.ts';

export type Verdict = {
  readonly findings: Findings;
  /** Bids that a client was told are accepted. */
  readonly acknowledged: number;
  /** All bids with an outcome. */
  readonly decided: number;
  readonly undecided: number;
  readonly sightings: number;
  readonly stepsBack: number;
  readonly auctions: number;
  readonly sold: number;
};

/** `openUntilMs`: what ended before then has to be closed. */
export async function checkHistory(
  databaseUrl: string,
  logs: readonly ClientLog[],
  openUntilMs: number,
): Promise<Verdict> {
  const findings = new Findings();
  const stored = await Stored.open(databaseUrl);
  try {
    const played = new Map<string, Played>();
    const rows = new Map<string, (StoredBid & { auctionId: string })[]>();
    for (const auction of await stored.auctions()) {
      const bids = await stored.bids(auction.id);
      const prolongations = await stored.prolongations(auction.id);
      const movements = await stored.movements(auction.id);
      const shown = checkLog(auction, { bids, prolongations, movements }, openUntilMs, findings);
      played.set(auction.id, { auction, shown });
      for (const bid of bids) {
        const key = keyOf(bid.bidderId, bid.bidId);
        const same = rows.get(key) ?? [];
        rows.set(key, same);
        same.push({ ...bid, auctionId: auction.id });
      }
    }
    checkInvented(logs, rows, findings);
    await checkBooks(stored, logs, findings);

    const byUser = new Map(logs.map((log) => [log.userId, log]));
    const aliasOf = (auctionId: string, userId: string) => byUser.get(userId)?.aliases.get(auctionId);
    let sightings = 0;
    for (const log of logs) {
      checkTold(log.userId, log.attempts, rows, findings);
      checkClosings(log, played, findings);
      sightings += checkSightings(log, played, aliasOf, findings);
    }
    return { findings, sightings, ...countsOf(logs), ...endingsOf(played) };
  } finally {
    await stored.close();
  }
}

/** The house decides what was sent, as it was sent, and once. */
function checkInvented(
  logs: readonly ClientLog[],
  rows: ReadonlyMap<string, readonly (StoredBid & { auctionId: string })[]>,
  findings: Findings,
): void {
  const sent = new Set(
    logs.flatMap(({ userId, attempts }) =>
      attempts.map(
        ({ auctionId, bid }) => `${keyOf(userId, bid.bidId)} ${auctionId} ${bid.kind} ${bid.points}`,
      ),
    ),
  );
  for (const [key, same] of rows) {
    for (const { auctionId, kind, points } of same) {
      if (!sent.has(`${key} ${auctionId} ${kind} ${points}`))
        findings.add('invented', `bid ${key}`, `${kind} ${points} was never sent`);
    }
    if (same.filter(({ outcome }) => outcome !== 'duplicate_bid_id').length > 1) {
      findings.add('doubled', `bid ${key}`, `decided ${same.length} times`);
    }
  }
}

function countsOf(logs: readonly ClientLog[]) {
  const acknowledged = new Set<string>();
  const decided = new Set<string>();
  for (const { userId, attempts } of logs) {
    for (const { bid, told } of attempts) {
      const [first] = told;
      if (first === undefined) continue;
      decided.add(keyOf(userId, bid.bidId));
      if (first.outcome.status === 'accepted') acknowledged.add(keyOf(userId, bid.bidId));
    }
  }
  const sum = (of: (log: ClientLog) => number) => logs.reduce((all, log) => all + of(log), 0);
  return {
    acknowledged: acknowledged.size,
    decided: decided.size,
    undecided: sum((log) => log.undecided),
    stepsBack: sum((log) => log.stepsBack),
  };
}

function endingsOf(played: ReadonlyMap<string, Played>) {
  const auctions = [...played.values()].map(({ auction }) => auction);
  return { auctions: auctions.length, sold: auctions.filter(({ ending }) => ending === 'sold').length };
}
