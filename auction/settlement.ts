import { type AuctionId, minimumBid, type UserId } from './auction.ts';
import type { BidKind, Cancel, Close, Prolong } from './commands.ts';
import { decide } from './decide.ts';
import { type AuctionEvent, movementsOf } from './events.ts';
import { evolve } from './evolve.ts';
import { type FeedEvent, feedEventsOf } from './feed.ts';
import { walletChange } from './movements.ts';
import { endAfter, type Outage } from './outage.ts';
import { type Points, points } from './points.ts';
import type {
  BidRecord,
  OwnedState,
  ProlongationRecord,
  SettlementFacts,
  SettlementKeys,
  SettlementWrites,
  TransferRecord,
} from './records.ts';
import type { RefusalCode } from './refusals.ts';

/** A bid that waits to be settled, stamped on arrival. */
export type WaitingBid = {
  readonly kind: 'bid';
  readonly bidderId: UserId;
  readonly bidId: string;
  readonly bidKind: BidKind;
  readonly points: Points;
  readonly atMs: number;
};

/** One thing to settle, for one auction. */
export type Letter = { readonly auctionId: AuctionId; readonly request: WaitingBid | Close | Cancel };

export type Answer =
  /** The auction has another owner, or is gone: nothing was decided. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'bid'; readonly record: BidRecord }
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly code: RefusalCode };

export type Settled = {
  readonly writes: SettlementWrites;
  /** One answer per letter, in the same order. */
  readonly answers: readonly Answer[];
  /** What was owned, afterwards. Only valid once the writes are committed. */
  readonly states: ReadonlyMap<AuctionId, OwnedState>;
};

/** Everything a settlement of these letters may touch. */
export function keysOf(
  letters: readonly Letter[],
  states: ReadonlyMap<AuctionId, OwnedState>,
): SettlementKeys {
  const userIds = new Set<UserId>();
  const bids: { bidderId: UserId; bidId: string }[] = [];
  for (const { auctionId, request } of letters) {
    const auction = states.get(auctionId)?.auction;
    if (auction?.leader) userIds.add(auction.leader.userId);
    if (request.kind !== 'bid') {
      if (auction !== undefined) userIds.add(auction.sellerId);
      continue;
    }
    if (request.bidKind === 'buy_now' && auction !== undefined) userIds.add(auction.sellerId);
    userIds.add(request.bidderId);
    bids.push({ bidderId: request.bidderId, bidId: request.bidId });
  }
  const closes = letters.some(({ request }) => request.kind === 'close');
  return { auctionIds: [...states.keys()].sort(), userIds: [...userIds].sort(), bids, closes };
}

/** Decides letters in their order against real balances. Pure: what it returns has happened only once it is committed. */
export function settleLetters(
  letters: readonly Letter[],
  owned: ReadonlyMap<AuctionId, OwnedState>,
  facts: SettlementFacts,
): Settled {
  const states = new Map(owned);
  const available = new Map(facts.available);
  const decided = new Map(facts.known.map((record) => [idOf(record), record]));
  const bids: BidRecord[] = [];
  const transfers: TransferRecord[] = [];
  const prolongations: ProlongationRecord[] = [];
  const feed: FeedEvent[] = [];

  /** Takes one log entry's events into the running states; returns what is owned afterwards. */
  const take = (state: OwnedState, events: readonly AuctionEvent[], atMs: number): OwnedState => {
    const seq = state.seq + 1;
    let { auction, closedSeq } = state;
    for (const event of events) {
      auction = evolve(auction, event);
      if (event.kind === 'closed') closedSeq = seq;
    }
    for (const movement of movementsOf(events)) {
      transfers.push({ ...movement, auctionId: auction.id, seq });
      const change = walletChange(movement.kind).available * movement.points;
      available.set(movement.userId, points((available.get(movement.userId) ?? 0) + change));
    }
    feed.push(...feedEventsOf(state.auction, auction, events, { seq, atMs }));
    const next = { ...state, auction, seq, closedSeq };
    states.set(auction.id, next);
    return next;
  };

  const settleBid = (state: OwnedState, bid: WaitingBid): Answer => {
    const earlier = decided.get(idOf(bid));
    if (earlier !== undefined && isSameBid(earlier, state, bid)) return { kind: 'bid', record: earlier };

    const availablePoints = available.get(bid.bidderId);
    // Not even a wallet: nobody who can be logged.
    if (availablePoints === undefined) return { kind: 'refused', code: 'sign_in_required' };

    const decision =
      earlier === undefined
        ? decide(state.auction, {
            kind: bid.bidKind,
            bidderId: bid.bidderId,
            points: bid.points,
            availablePoints,
            atMs: bid.atMs,
          })
        : ({ kind: 'refused', code: 'duplicate_bid_id' } as const);
    const after = take(state, decision.kind === 'accepted' ? decision.events : [], bid.atMs);
    const record: BidRecord = {
      auctionId: after.auction.id,
      seq: after.seq,
      epoch: after.epoch,
      bidderId: bid.bidderId,
      bidId: bid.bidId,
      kind: bid.bidKind,
      points: bid.points,
      atMs: bid.atMs,
      outcome: decision.kind === 'accepted' ? 'accepted' : decision.code,
      leading: decision.kind === 'accepted' && after.auction.leader?.userId === bid.bidderId,
      pricePoints: after.auction.pricePoints,
      minimumPoints: minimumBid(after.auction),
      availablePoints,
    };
    bids.push(record);
    if (earlier === undefined) decided.set(idOf(record), record);
    return { kind: 'bid', record };
  };

  const answers = letters.map(({ auctionId, request }): Answer => {
    const state = states.get(auctionId);
    if (state === undefined || facts.epochs.get(auctionId) !== state.epoch) return { kind: 'stale' };
    if (request.kind === 'bid') return settleBid(state, request);

    const command = request.kind === 'close' ? closingOf(state, request, facts.outage) : request;
    const decision = decide(state.auction, command);
    if (decision.kind === 'refused') return decision;
    if (decision.events.length > 0) {
      const { seq } = take(state, decision.events, command.atMs);
      if (command.kind === 'prolong') prolongations.push({ auctionId, seq, ...timesOf(command) });
    }
    return command.kind === 'prolong' ? { kind: 'refused', code: 'not_over' } : { kind: 'done' };
  });

  const changed = [...states.values()].filter((state) => owned.get(state.auction.id) !== state);
  return { writes: { bids, transfers, prolongations, auctions: changed, feed }, answers, states };
}

/** What closing comes to: an end that fell into an outage is no end. */
function closingOf({ auction }: OwnedState, close: Close, outage: Outage | null): Close | Prolong {
  const endsAtMs = outage === null || auction.ending !== null ? undefined : endAfter(outage, auction);
  // Past as well: whoever closes so late that even the time given back is over closes.
  return endsAtMs === undefined || endsAtMs <= close.atMs ? close : { ...close, kind: 'prolong', endsAtMs };
}

const timesOf = ({ atMs, endsAtMs }: Prolong) => ({ atMs, endsAtMs });

const idOf = ({ bidderId, bidId }: { bidderId: UserId; bidId: string }) => `${bidderId} ${bidId}`;

/** Whether a bid under a used id is the same bid again, which gets its first outcome again. */
function isSameBid(earlier: BidRecord, state: OwnedState, bid: WaitingBid): boolean {
  return (
    earlier.auctionId === state.auction.id && earlier.kind === bid.bidKind && earlier.points === bid.points
  );
}
