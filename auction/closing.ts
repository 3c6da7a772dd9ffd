import { type Auction, type Ending, type Leader, reserveStanding } from './auction.ts';
import type { Cancel, Close, Prolong } from './commands.ts';
import { accepted, type Decision, refused } from './decision.ts';
import type { Movement } from './events.ts';
import { type Points, share, subtract, ZERO } from './points.ts';

/** The end has come: sell to the leader if the reserve allows, else give everything back. */
export function close(auction: Auction, { atMs }: Close): Decision {
  const { leader, pricePoints } = auction;
  if (leader === null) return ended({ kind: 'unsold', reason: 'no_bids', atMs }, []);
  if (reserveStanding(auction) === 'not_met') {
    return ended({ kind: 'unsold', reason: 'reserve_not_met', atMs }, [givenBack(leader)]);
  }
  return ended(
    { kind: 'sold', winnerId: leader.userId, pricePoints, atMs },
    salesMovements(auction, leader, pricePoints),
  );
}

/** What nobody could bid in is given back. Only ever later: a promise to those who bid is not shortened. */
export function prolong(auction: Auction, { atMs, endsAtMs }: Prolong): Decision {
  return endsAtMs > atMs && endsAtMs > auction.endsAtMs
    ? accepted({ kind: 'extended', endsAtMs })
    : refused('ended');
}

export function cancel(auction: Auction, { atMs }: Cancel): Decision {
  return ended({ kind: 'cancelled', atMs }, auction.leader === null ? [] : [givenBack(auction.leader)]);
}

/** The winner pays the price out of the hold and gets the rest back; the seller is paid and pays the fee. */
export function salesMovements(auction: Auction, leader: Leader, pricePoints: Points): Movement[] {
  const movements: Movement[] = [
    { kind: 'capture', userId: leader.userId, points: pricePoints },
    { kind: 'release', userId: leader.userId, points: subtract(leader.maximumPoints, pricePoints) },
    { kind: 'payout', userId: auction.sellerId, points: pricePoints },
    { kind: 'fee', userId: auction.sellerId, points: share(pricePoints, auction.terms.feeBasisPoints) },
  ];
  return movements.filter((movement) => movement.points > ZERO);
}

const givenBack = (leader: Leader): Movement => ({
  kind: 'release',
  userId: leader.userId,
  points: leader.maximumPoints,
});

const ended = (ending: Ending, movements: readonly Movement[]): Decision =>
  accepted({ kind: 'closed', ending, movements });
