import type { AuctionId, UserId } from '../auction/auction.ts';
import type { Points } from '../auction/points.ts';
import type { OwnedState, SettlementFacts, SettlementKeys, SettlementWrites } from '../auction/records.ts';
import type { RefusalCode } from '../auction/refusals.ts';

/** What the actors need from the world. `persistence/` implements these; tests use the same implementations. */

/** An auction on taking it over. */
type Takeover = {
  readonly state: OwnedState;
  readonly title: string;
  /** The last accepted bids, oldest first; the newest is number `state.auction.acceptedBids`. */
  readonly recentBids: readonly RecentBid[];
};

export type RecentBid = { readonly bidderId: UserId; readonly pricePoints: Points; readonly atMs: number };

export interface AuctionStore {
  /** Takes the next epoch and returns what it owns from now on; undefined when there is no such auction. */
  own(auctionId: AuctionId): Promise<Takeover | undefined>;
  /** Whether there is such an auction at all. */
  exists(auctionId: AuctionId): Promise<boolean>;
  /**
   * One transaction: lock the auctions, then the wallets, read the facts, let `fold` decide, write what it returns, commit.
   * Resolves only after the commit; when it throws, the commit is in doubt.
   */
  settle(keys: SettlementKeys, fold: (facts: SettlementFacts) => SettlementWrites): Promise<void>;
  /** Says that the house is alive: when nobody says so for a while, nobody could bid. */
  pulse(): Promise<void>;
  /** Auctions whose end lies more than `graceMs` in the past and that nobody has closed, oldest first. */
  overdue(graceMs: number, limit: number): Promise<{ auctionId: AuctionId; lateMs: number }[]>;
}

export interface Sessions {
  /** Which of these sessions are neither ended nor expired. */
  stillValid(sessionIds: readonly string[]): Promise<string[]>;
}

/** Whoever shows auctions outside their rooms. Nothing here waits for it. */
export interface Showcase {
  /** What was committed. */
  changed(states: readonly OwnedState[]): void;
  /** How many sockets an auction's room has; said again now and then, and 0 when it closes. */
  watched(auctionId: AuctionId, watchers: number): void;
}

/** The house clock: the database's time, on every node the same to within a few milliseconds. */
export interface HouseClock {
  nowMs(): number;
}

/**
 * Whoever counts and traces what the rooms do. Called on the way of every bid, in the turn in which it happened: an implementation counts
 * and returns, and what it throws would be thrown at the rooms.
 */
export interface Observer {
  /** A bid arrived at its desk. */
  arrived(bid: ArrivedBid): void;
  /** Somebody was told the outcome of a bid, or that there is none yet (`unavailable`, `mailbox_full`). Once per bid. */
  answered(bid: AnsweredBid): void;
  /** A transaction of the settler ended: committed, or failed and in doubt. */
  settled(batch: SettledBatch): void;
  /** An auction was closed by this process, so long after its end. */
  closed(auctionId: AuctionId, lateMs: number): void;
  /** An auction that was served here has another owner now. */
  epochLost(auctionId: AuctionId): void;
  /** Somebody was turned away or let go, to keep the house well for all others. */
  turnedAway(why: TurnedAway): void;
}

/** Which bound somebody ran into. */
export type TurnedAway =
  | 'socket_messages'
  | 'user_messages'
  | 'address_messages'
  | 'user_sockets'
  | 'address_sockets'
  | 'sockets'
  | 'slow_reader'
  | 'silent_socket'
  | 'no_seat'
  | 'origin'
  | 'user_requests'
  | 'address_requests'
  | 'connections';

/** What a bid is known by. Its id was chosen by its bidder, and the same bid may come again. */
export type BidName = { readonly auctionId: AuctionId; readonly bidId: string };

/** The request that a bid came with; those that come over a socket have none. It travels with the bid from node to node. */
export type BidCause = {
  readonly requestId: string;
  /** W3C trace context of what the bid is part of. */
  readonly traceparent?: string;
};

type ArrivedBid = BidName & { readonly cause: BidCause | undefined };

type AnsweredBid = BidName & {
  /** `accepted`, or why not. */
  readonly outcome: 'accepted' | RefusalCode;
  /** From its arrival at the desk until the answer, by the steady clock of this process. */
  readonly tookMs: number;
};

type SettledBatch = {
  /** Counted from the start of the process. */
  readonly batch: number;
  /** The bids among its letters. */
  readonly bids: readonly BidName[];
  readonly letters: number;
  readonly auctions: number;
  readonly tookMs: number;
  readonly committed: boolean;
};

export interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
