import type { Server as HttpServer } from 'node:http';
import type { AuctionId, UserId } from '../auction/auction.ts';
import type { BidMessage, BidOutcome, Seat } from '../auction/protocol.ts';
import type { RefusalCode } from '../auction/refusals.ts';
import type { Refusal } from './doors/doors.ts';
import type { BidCause } from './ports.ts';

/** Who joins: verified once by the server at the door, never per bid. */
type Visitor = { readonly userId: UserId; readonly sessionId: string } | null;

/** Open rooms, the sockets in them, and letters that wait to be settled. */
type HouseStats = {
  readonly rooms: number;
  readonly clients: number;
  readonly waitingLetters: number;
};

/** The rooms as the rest of the server sees them. */
export interface AuctionHouse {
  /** Why this visitor from this address may not come in just now; undefined when they may. Counted per process. */
  refuses(visitor: Visitor, address: string): Refusal | undefined;
  /** A seat in the auction's one room, wherever it lives; undefined when there is no such auction. */
  seat(auctionId: AuctionId, visitor: Visitor): Promise<Seat | undefined>;
  /** A bid of somebody without a socket: routed to the owning room, same outcome, same ids. */
  bid(auctionId: AuctionId, bidderId: UserId, bid: BidMessage, cause?: BidCause): Promise<BidOutcome>;
  /** Calls the auction off through its room; undefined when done. */
  cancel(auctionId: AuctionId): Promise<RefusalCode | undefined>;
  /** Makes an open room load the auction anew, after its terms were changed outside. */
  refresh(auctionId: AuctionId): Promise<void>;
  /** Resolves when the bids that are being settled in this process are settled; undefined when there are none. */
  settled(): Promise<void> | undefined;
  /** Whether the other nodes can see this one; always true where there are none. Rooms that are open serve on without it. */
  isSeen(): boolean;
  /** The name under which everybody else sees this account in this auction. */
  alias(auctionId: AuctionId, userId: UserId): string;
  /** Serves the rooms' sockets on an HTTP server that is already listening. */
  attach(server: HttpServer): void;
  /** What is going on in this process just now. */
  stats(): HouseStats;
  /** Whether `leave` was called. */
  isLeaving(): boolean;
  /** Hands the rooms of this process over to others; asking for seats and bidding without a socket go on, in rooms elsewhere. */
  leave(): Promise<void>;
  /** Leaves, unless that was done, and stops all the rest. */
  stop(): Promise<void>;
}
