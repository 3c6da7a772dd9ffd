import type { Auction, AuctionId, UserId } from '../auction/auction.ts';
import type { BidKind } from '../auction/commands.ts';
import type { MovementKind } from '../auction/events.ts';
import type { Points } from '../auction/points.ts';
import type { RefusalCode } from '../auction/refusals.ts';

/** What the actors need from the world. `persistence/` implements these; tests use the same implementations. */

/** An auction as its owner holds it: the rules' state, the fence, and the position in its log. */
export type OwnedAuction = {
  readonly auction: Auction;
  readonly title: string;
  /** Whoever took the highest epoch owns the auction; everybody else's writes are refused. */
  readonly epoch: number;
  /** Number of the last entry in the auction's log. */
  readonly seq: number;
  readonly recentBids: readonly RecentBid[];
};

export type RecentBid = { readonly bidderId: UserId; readonly pricePoints: Points; readonly atMs: number };

export type Wallet = { readonly available: number; readonly held: number };

/** One decided bid as it is logged, accepted or refused. */
export type BidRecord = {
  readonly auctionId: AuctionId;
  readonly seq: number;
  readonly epoch: number;
  readonly bidderId: UserId;
  readonly bidId: string;
  readonly kind: BidKind;
  readonly points: Points;
  readonly atMs: number;
  readonly outcome: 'accepted' | RefusalCode;
  readonly leading: boolean;
  readonly pricePoints: Points;
  readonly minimumPoints: Points;
  /** What the bidder could pay when it was decided: with it the decision can be made again. */
  readonly availablePoints: Points;
};

export type TransferRecord = {
  readonly kind: MovementKind;
  readonly userId: UserId;
  readonly points: Points;
  readonly auctionId: AuctionId;
  /** The log entry that caused it. */
  readonly seq: number;
};

/** An auction after a settlement; `seq` has moved on even where only refusals were logged. */
export type AuctionRecord = { readonly auction: Auction; readonly seq: number; readonly closedSeq: number | null };

export type SettlementKeys = {
  readonly auctionIds: readonly AuctionId[];
  readonly userIds: readonly UserId[];
  readonly bids: readonly { readonly bidderId: UserId; readonly bidId: string }[];
};

export type SettlementFacts = {
  /** Current epoch by auction, under lock; absent when the auction is gone. */
  readonly epochs: ReadonlyMap<AuctionId, number>;
  readonly wallets: ReadonlyMap<UserId, Wallet>;
  /** Bids already decided under the ids asked for. */
  readonly known: readonly BidRecord[];
};

export type SettlementWrites = {
  readonly bids: readonly BidRecord[];
  readonly transfers: readonly TransferRecord[];
  readonly auctions: readonly AuctionRecord[];
};

export interface AuctionStore {
  /** Takes the next epoch and returns what it owns from now on; undefined when there is no such auction. */
  own(auctionId: AuctionId): Promise<OwnedAuction | undefined>;
  /** Whether there is such an auction at all. */
  exists(auctionId: AuctionId): Promise<boolean>;
  /**
   * One transaction: lock the auctions, then the wallets, read the facts, let `fold` decide, write what it returns, commit.
   * Resolves only after the commit; throws when it is in doubt.
   */
  settle(keys: SettlementKeys, fold: (facts: SettlementFacts) => SettlementWrites): Promise<void>;
  /** Auctions whose end lies more than `graceMs` in the past and that nobody has closed, oldest first. */
  overdue(graceMs: number, limit: number): Promise<AuctionId[]>;
}

/** The house clock: the database's time, on every node the same to within a few milliseconds. */
export interface HouseClock {
  nowMs(): number;
}
