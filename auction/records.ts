/** What a settlement reads and writes: shared by the rules that fold it, the rooms that ask for it and the database that keeps it. */
import type { Auction, AuctionId, UserId } from './auction.ts';
import type { BidKind } from './commands.ts';
import type { Movement } from './events.ts';
import type { FeedEvent } from './feed.ts';
import type { Outage } from './outage.ts';
import type { Points } from './points.ts';
import type { RefusalCode } from './refusals.ts';

/** One decided bid as it is logged, accepted or refused. Its auction's entries are numbered from 1. */
export type BidRecord = {
  readonly auctionId: AuctionId;
  readonly seq: number;
  /** Epoch of the owner that decided it. */
  readonly epoch: number;
  readonly bidderId: UserId;
  readonly bidId: string;
  readonly kind: BidKind;
  readonly points: Points;
  readonly atMs: number;
  readonly outcome: 'accepted' | RefusalCode;
  /** Whether it made its bidder the leader, or raised the leader's maximum. */
  readonly leading: boolean;
  /** Price and minimum after the decision. */
  readonly pricePoints: Points;
  readonly minimumPoints: Points;
  /** What the bidder could pay when it was decided: with it the decision can be made again. */
  readonly availablePoints: Points;
};

/** A movement with the log entry that caused it. */
export type TransferRecord = Movement & { readonly auctionId: AuctionId; readonly seq: number };

/** An end that was moved because it fell into an outage: a log entry that is no bid. */
export type ProlongationRecord = {
  readonly auctionId: AuctionId;
  readonly seq: number;
  readonly atMs: number;
  readonly endsAtMs: number;
};

/** An auction as its owner holds it: the rules' state, the fence, and the position in its log. */
export type OwnedState = {
  readonly auction: Auction;
  /** Whoever took the highest epoch owns the auction; everybody else's writes are refused. */
  readonly epoch: number;
  /** Number of the last entry in the auction's log. */
  readonly seq: number;
  /** The entry that ended it. */
  readonly closedSeq: number | null;
};

export type SettlementKeys = {
  readonly auctionIds: readonly AuctionId[];
  readonly userIds: readonly UserId[];
  readonly bids: readonly { readonly bidderId: UserId; readonly bidId: string }[];
  /** Whether an auction may be closed: then it matters whether the house was out. */
  readonly closes: boolean;
};

export type SettlementFacts = {
  /** Current epoch by auction, under lock; absent when the auction is gone. */
  readonly epochs: ReadonlyMap<AuctionId, number>;
  /** Free points by user, under lock. */
  readonly available: ReadonlyMap<UserId, Points>;
  /** Bids already decided under the ids asked for. */
  readonly known: readonly BidRecord[];
  /** The last outage, where `closes` asked for it. */
  readonly outage: Outage | null;
};

export type SettlementWrites = {
  readonly bids: readonly BidRecord[];
  readonly transfers: readonly TransferRecord[];
  readonly prolongations: readonly ProlongationRecord[];
  readonly auctions: readonly OwnedState[];
  /** What those outside are to be told, in the order in which it happened. */
  readonly feed: readonly FeedEvent[];
};
