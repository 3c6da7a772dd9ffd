/** What clients were shown and told of auctions, against what was decided in them. */
import type { ClientLog } from '../client-log.ts';
import type { Shown } from './auction-log.ts';
import type { StoredAuction } from './stored.ts';
import type { Findings } from './violations.ts';

export type Played = { readonly auction: StoredAuction; readonly shown: Shown };

/** Nobody may have seen a price that was never committed: what is shown is what is on disk. */
export function checkSightings(
  log: ClientLog,
  played: ReadonlyMap<string, Played>,
  aliasOf: (auctionId: string, userId: string) => string | undefined,
  findings: Findings,
): number {
  let sightings = 0;
  for (const [auctionId, seen] of log.sightings) {
    const shown = played.get(auctionId)?.shown ?? [];
    for (const { bidCount, pricePoints, leaderAlias } of seen) {
      sightings += 1;
      const was = shown[bidCount];
      const alias = was?.leaderId == null ? null : aliasOf(auctionId, was.leaderId);
      // Whoever never told us their alias, having never been let in, cannot be compared.
      const isLeader = alias === undefined || alias === leaderAlias;
      if (was?.price === pricePoints && isLeader) continue;
      const truth = was === undefined ? 'never came to be' : `was at ${was.price}, led by ${alias}`;
      findings.add(
        'invented',
        `auction ${auctionId} after ${bidCount} bids`,
        `${log.userId} saw it at ${pricePoints}, led by ${leaderAlias}; that ${truth}`,
      );
    }
  }
  return sightings;
}

/** Whoever was told that it is over was told the one truth about who won it. */
export function checkClosings(log: ClientLog, played: ReadonlyMap<string, Played>, findings: Findings): void {
  for (const { auctionId, won, ending, pricePoints } of log.closings) {
    const auction = played.get(auctionId)?.auction;
    const isWinner = auction?.winnerId === log.userId;
    if (auction?.ending === ending && isWinner === won && auction.price === pricePoints) continue;
    findings.add(
      'wrong_winner',
      `auction ${auctionId}`,
      `${log.userId} was told it is ${ending} at ${pricePoints}${won ? ', to them' : ''}; it is ${auction?.ending} at ${auction?.price} to ${auction?.winnerId}`,
    );
  }
}
