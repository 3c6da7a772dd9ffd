/**
 * The realtime protocol: what travels between a client and an auction's room. Shared by rooms, SDK and pages.
 * Times are milliseconds since 1970 on the house clock; amounts are whole points.
 */
import type { Phase, ReserveStanding } from './auction.ts';
import type { BidKind } from './commands.ts';
import type { RefusalCode } from './refusals.ts';

/** The one room name; a room's id is its auction's id. */
export const AUCTION_ROOM = 'auction';

/** What a client sends to join: `POST /matchmake/joinOrCreate/auction`. */
export type JoinOptions = { readonly auctionId: string };

/** Colyseus's answer: which room of which process keeps a place for us, for a few seconds. */
export type Seat = {
  readonly sessionId: string;
  readonly roomId: string;
  readonly processId: string;
  readonly name: string;
  /** Host (and path) of the node that has the room; absent when it is the one that was asked. */
  readonly publicAddress?: string;
};

/* ---- client → room ------------------------------------------------------------------------------------------------ */

/** `bid`: place a bid. The same `bidId` (a UUID made by the client) always gets the same outcome. */
export type BidMessage = { readonly bidId: string; readonly kind: BidKind; readonly points: number };

/** `clock`: ask what time the house has; answered with `clock`. */
export type ClockRequest = { readonly sentAtMs: number };

export type ClientMessages = { bid: BidMessage; clock: ClockRequest };

/* ---- room → client ------------------------------------------------------------------------------------------------ */

/** `outcome`: a bid was decided and the decision is on disk, or it could not be decided (`transient: true`). */
export type BidOutcome = AcceptedBid | RefusedBid;

export type AcceptedBid = {
  readonly bidId: string;
  readonly auctionId: string;
  readonly status: 'accepted';
  /** Whether this bid made its bidder the leader; false when a higher maximum answered it at once. */
  readonly leading: boolean;
  /** The price once this bid was taken in. */
  readonly pricePoints: number;
  /** The least a newcomer had to bid afterwards. */
  readonly minimumPoints: number;
  readonly atMs: number;
};

export type RefusedBid = {
  readonly bidId: string;
  readonly auctionId: string;
  readonly status: 'refused';
  readonly code: RefusalCode;
  /** What happened and what to do next, for people. */
  readonly message: string;
  /** True when the very same bid may be sent again. */
  readonly transient: boolean;
  /** Price and minimum when it was refused; absent when it never reached the rules. */
  readonly pricePoints?: number;
  readonly minimumPoints?: number;
};

/**
 * `standing`: where this account stands here. Sent on joining, and right after a state in which it changed. State and standing are sent at
 * most 20 times a second, an outcome at once: a bid that took the lead and lost it between two states shows in its outcome alone. Never
 * sent to anybody else.
 */
export type Standing = {
  /** The name everybody else sees for this account in this auction; null for spectators. */
  readonly alias: string | null;
  readonly leading: boolean;
  /** Own maximum, all of it held; null unless leading. */
  readonly maximumPoints: number | null;
};

/** `clock`: the answer to a clock request. */
export type ClockReply = { readonly sentAtMs: number; readonly houseMs: number };

export type ServerMessages = { outcome: BidOutcome; standing: Standing; clock: ClockReply };

/** Close code with which a room that lost its auction lets its clients go: they are to join again. */
export const CLOSE_MOVED = 4901;

/** Close code for a socket whose session was ended elsewhere; joining again with it is refused. */
export const CLOSE_SIGNED_OUT = 4902;

/** Close code with which a server that is leaving lets everybody go: another one takes the auction over, so join again at once. */
export const CLOSE_LEAVING = 4903;

/** Close code for who sent more, or opened more sockets, than is good for the others; joining again is refused for some seconds. */
export const CLOSE_FLOODING = 4904;

/* ---- the state everybody watches ----------------------------------------------------------------------------------- */

export type ShownBid = {
  /** 1 for the first accepted bid. The state keeps them in a ring, bid `number` in slot `(number - 1) % 20`. */
  readonly number: number;
  readonly alias: string;
  /** The price this bid led to; a maximum is never shown. */
  readonly pricePoints: number;
  readonly atMs: number;
};

export type AuctionView = {
  readonly auctionId: string;
  readonly title: string;
  readonly phase: Phase;
  readonly pricePoints: number;
  readonly minimumPoints: number;
  /** Null while nobody has bid. */
  readonly leaderAlias: string | null;
  readonly bidCount: number;
  readonly watcherCount: number;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly reserve: ReserveStanding;
  /** Null when not offered, or no longer. */
  readonly buyNowPoints: number | null;
  /** How it ended, once it has. */
  readonly ending: 'sold' | 'unsold' | 'cancelled' | null;
  /** The last 20 accepted bids, oldest first. */
  readonly bids: readonly ShownBid[];
};
