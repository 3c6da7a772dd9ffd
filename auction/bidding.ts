import { type Auction, type Leader, minimumBid } from './auction.ts';
import { salesMovements } from './closing.ts';
import type { BidCommand, BuyNow, MaximumBid, PlainBid } from './commands.ts';
import { accepted, type Decision, refused } from './decision.ts';
import type { AuctionEvent, BidAccepted, Movement } from './events.ts';
import { nextAbove } from './increments.ts';
import { larger, type Points, smaller, subtract } from './points.ts';

export function placePlain(auction: Auction, bid: PlainBid): Decision {
  if (bid.bidderId === auction.sellerId) return refused('own_auction');
  if (bid.bidderId === auction.leader?.userId) return refused('already_leading');
  if (bid.points < minimumBid(auction)) return refused('below_minimum');
  if (bid.points > bid.availablePoints) return refused('insufficient_points');

  // From here on the bid stands; what is left to find out is who leads.
  return accepted(...challenge(auction, bid, bid.points));
}

export function placeMaximum(auction: Auction, bid: MaximumBid): Decision {
  if (bid.bidderId === auction.sellerId) return refused('own_auction');
  if (bid.bidderId === auction.leader?.userId) return raiseMaximum(auction, auction.leader, bid);
  if (bid.points < minimumBid(auction)) return refused('below_minimum');
  if (bid.points > bid.availablePoints) return refused('insufficient_points');

  const { leader, terms } = auction;
  const needed = leader === null ? terms.startPricePoints : nextAbove(terms.ladder, leader.maximumPoints);
  return accepted(...challenge(auction, bid, smaller(bid.points, needed)));
}

export function buyNow(auction: Auction, bid: BuyNow): Decision {
  const price = auction.terms.buyNowPoints;
  if (bid.bidderId === auction.sellerId) return refused('own_auction');
  if (price === null || auction.leader !== null) return refused('buy_now_unavailable');
  if (bid.points !== price) return refused('other_buy_now_price');
  if (price > bid.availablePoints) return refused('insufficient_points');

  const leader: Leader = { userId: bid.bidderId, maximumPoints: price, sinceMs: bid.atMs };
  const hold: Movement = { kind: 'hold', userId: bid.bidderId, points: price };
  return accepted(taken(bid, price, leader, [hold]), {
    kind: 'closed',
    ending: { kind: 'sold', winnerId: bid.bidderId, pricePoints: price, atMs: bid.atMs },
    movements: salesMovements(auction, leader, price),
  });
}

/** A leader may raise its own maximum: the difference is held, the price stays, unless the reserve is met by it. */
function raiseMaximum(auction: Auction, leader: Leader, bid: MaximumBid): Decision {
  if (bid.points <= leader.maximumPoints) return refused('maximum_not_raised');
  const more = subtract(bid.points, leader.maximumPoints);
  if (more > bid.availablePoints) return refused('insufficient_points');

  const raised: Leader = { ...leader, maximumPoints: bid.points };
  const price = reserveJump(auction, auction.pricePoints, raised);
  const hold: Movement = { kind: 'hold', userId: bid.bidderId, points: more };
  return accepted(taken(bid, price, raised, [hold]), ...extension(auction, bid.atMs));
}

/** A newcomer against the leader; `priceIfWon` is what the newcomer would pay. A tie goes to the earlier bid. */
function challenge(auction: Auction, bid: PlainBid | MaximumBid, priceIfWon: Points): AuctionEvent[] {
  const { leader, terms } = auction;
  if (leader !== null && bid.points <= leader.maximumPoints) {
    const answered = smaller(leader.maximumPoints, nextAbove(terms.ladder, bid.points));
    const price = reserveJump(auction, answered, leader);
    // Outbid on arrival: points are not moved for an instant only to be moved back.
    return [taken(bid, price, leader, []), ...extension(auction, bid.atMs)];
  }
  const winner: Leader = { userId: bid.bidderId, maximumPoints: bid.points, sinceMs: bid.atMs };
  const movements: Movement[] = [{ kind: 'hold', userId: bid.bidderId, points: bid.points }];
  if (leader !== null)
    movements.unshift({ kind: 'release', userId: leader.userId, points: leader.maximumPoints });
  return [
    taken(bid, reserveJump(auction, priceIfWon, winner), winner, movements),
    ...extension(auction, bid.atMs),
  ];
}

/** The price jumps to the reserve as soon as the leader's maximum covers it. */
function reserveJump(auction: Auction, price: Points, leader: Leader): Points {
  const { reservePoints } = auction.terms;
  return reservePoints !== null && leader.maximumPoints >= reservePoints
    ? larger(price, reservePoints)
    : price;
}

function extension(auction: Auction, atMs: number): AuctionEvent[] {
  const { softClose, plannedEndsAtMs } = auction.terms;
  if (softClose === null || atMs < auction.endsAtMs - softClose.windowMs) return [];
  const endsAtMs = Math.min(atMs + softClose.extendByMs, plannedEndsAtMs + softClose.capMs);
  return endsAtMs > auction.endsAtMs ? [{ kind: 'extended', endsAtMs }] : [];
}

function taken(
  bid: BidCommand,
  pricePoints: Points,
  leader: Leader,
  movements: readonly Movement[],
): BidAccepted {
  return {
    kind: 'bid_accepted',
    bidderId: bid.bidderId,
    bidKind: bid.kind,
    points: bid.points,
    pricePoints,
    leader,
    movements,
  };
}
