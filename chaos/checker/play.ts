/** The rules once more, written for the checker alone: plays the accepted bids of an auction and says what each should have led to. */
import type { Rung, StoredAuction, StoredBid } from './stored.ts';

type Leader = { readonly userId: string; readonly maximum: number };

export type Board = { readonly price: number; readonly leader: Leader | null; readonly endsAtMs: number };

export type Movement = { readonly kind: string; readonly userId: string; readonly points: number };

/** What one accepted bid does; `wrong` says why it should not have been accepted. */
export type Move = {
  readonly board: Board;
  readonly movements: readonly Movement[];
  readonly wrong?: string;
  /** A bid can come too late while everything else about it is right. */
  readonly isLate?: boolean;
};

export const opening = (auction: StoredAuction): Board => ({
  price: auction.start,
  leader: null,
  endsAtMs: auction.plannedEndsAtMs,
});

export function minimumOf(auction: StoredAuction, { leader, price }: Board): number {
  return leader === null ? auction.start : above(auction.ladder, price);
}

export function moveOf(auction: StoredAuction, board: Board, bid: StoredBid): Move {
  const { leader, price, endsAtMs } = board;
  const isLate = bid.atMs < auction.startsAtMs || bid.atMs >= endsAtMs;
  const minimum = minimumOf(auction, board);
  const mine = leader?.userId === bid.bidderId;
  const won = { userId: bid.bidderId, maximum: bid.points };
  const hold = (points: number): Movement => ({ kind: 'hold', userId: bid.bidderId, points });
  const next = (
    newPrice: number,
    newLeader: Leader,
    movements: readonly Movement[],
    wrong?: string,
  ): Move => ({
    board: {
      price: reserveReached(auction, newPrice, newLeader),
      leader: newLeader,
      endsAtMs: extended(auction, endsAtMs, bid),
    },
    movements,
    isLate,
    ...(wrong !== undefined && { wrong }),
  });

  if (bid.kind === 'buy_now') {
    const wrong = leader !== null || bid.points !== auction.buyNow ? 'buy-now was not to be had' : undefined;
    return next(bid.points, won, [hold(bid.points)], wrong);
  }
  if (leader !== null && mine) {
    const wrong =
      bid.kind !== 'maximum' || bid.points <= leader.maximum ? 'the leader raised nothing' : undefined;
    return next(price, won, [hold(bid.points - leader.maximum)], wrong);
  }
  const wrong = bid.points < minimum ? `${bid.points} is below the minimum of ${minimum}` : undefined;
  if (leader !== null && bid.points <= leader.maximum) {
    return next(Math.min(leader.maximum, above(auction.ladder, bid.points)), leader, [], wrong);
  }
  const released: Movement[] =
    leader === null ? [] : [{ kind: 'release', userId: leader.userId, points: leader.maximum }];
  const toPay = leader === null ? auction.start : above(auction.ladder, leader.maximum);
  const newPrice = bid.kind === 'plain' ? bid.points : Math.min(bid.points, toPay);
  return next(newPrice, won, [...released, hold(bid.points)], wrong);
}

/** What closing should have moved. */
export function closingMovements(
  auction: StoredAuction,
  { leader, price }: Board,
  isSold: boolean,
): Movement[] {
  if (leader === null) return [];
  const { userId, maximum } = leader;
  if (!isSold) return [{ kind: 'release', userId, points: maximum }];
  const all: Movement[] = [
    { kind: 'capture', userId, points: price },
    { kind: 'release', userId, points: maximum - price },
    { kind: 'payout', userId: auction.sellerId, points: price },
    { kind: 'fee', userId: auction.sellerId, points: Math.floor((price * auction.feeBasisPoints) / 10_000) },
  ];
  return all.filter(({ points }) => points > 0);
}

/** One step of the rung that the amount stands on. */
function above(ladder: readonly Rung[], amount: number): number {
  const rung = ladder.find(({ belowPoints }) => belowPoints === null || amount < belowPoints);
  return amount + (rung?.stepPoints ?? Number.NaN);
}

function reserveReached({ reserve }: StoredAuction, price: number, { maximum }: Leader): number {
  return reserve !== null && maximum >= reserve ? Math.max(price, reserve) : price;
}

function extended(
  { softClose, plannedEndsAtMs }: StoredAuction,
  endsAtMs: number,
  { kind, atMs }: StoredBid,
): number {
  if (softClose === null || kind === 'buy_now' || atMs < endsAtMs - softClose.windowMs) return endsAtMs;
  return Math.max(endsAtMs, Math.min(atMs + softClose.extendByMs, plannedEndsAtMs + softClose.capMs));
}
