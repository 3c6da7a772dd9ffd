/**
 * The REST interface's JSON shapes, shared by server, SDK and pages. Times are ISO 8601 in UTC, amounts whole points.
 * Lists are `{ items, nextCursor }`: ask again with `?cursor=` until `nextCursor` is null.
 */
import type { Phase, ReserveStanding } from './auction.ts';
import type { BidKind } from './commands.ts';
import type { MovementKind } from './events.ts';
import type { LadderName } from './increments.ts';
import type { RefusalCode } from './refusals.ts';

/** Every error of every route. `code` is stable and meant for programs, `message` says to people what to do next. */
export type ApiError = {
  readonly error: {
    readonly code: string;
    readonly message: string;
    /** Which fields were wrong, where that is known. */
    readonly details?: readonly { readonly field: string; readonly message: string }[];
    /** Quote it when asking for help: the server's log knows it. */
    readonly requestId: string;
  };
};

export type Page<T> = { readonly items: readonly T[]; readonly nextCursor: string | null };

export type Gender = 'female' | 'male' | 'other' | 'undisclosed';
export type Role = 'user' | 'admin';

/** `POST /api/auth/sign-up/email`. */
export type SignUp = {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  readonly gender: Gender;
};

export type Me = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly birthDate: string;
  readonly gender: Gender;
  readonly role: Role;
};

/** `GET /api/wallet`: free points, and points held for auctions one is leading. */
export type WalletBody = { readonly availablePoints: number; readonly heldPoints: number };

/** `POST /api/wallet/charges`, with the header `Idempotency-Key`. */
export type ChargeRequest = { readonly points: number };

/** `GET /api/wallet/transfers`, newest first. */
export type TransferBody = {
  readonly id: string;
  readonly kind: MovementKind;
  readonly points: number;
  /** What the movement did to the free points: negative for holds and fees, zero for captures. */
  readonly availableChange: number;
  readonly heldChange: number;
  readonly auctionId: string | null;
  readonly at: string;
};

export type SoftCloseBody = {
  readonly windowSeconds: number;
  readonly extendBySeconds: number;
  readonly capSeconds: number;
};

/** `POST /api/auctions`; `PATCH /api/auctions/:id` takes any part of it. */
export type ListingRequest = {
  readonly title: string;
  readonly description: string;
  readonly startPricePoints: number;
  readonly reservePoints?: number | null;
  readonly buyNowPoints?: number | null;
  /** A preset by name, or rungs of one's own. Default: `any_higher`. */
  readonly ladder?:
    | LadderName
    | readonly { readonly belowPoints: number | null; readonly stepPoints: number }[];
  readonly softClose?: SoftCloseBody | null;
  /** Default: now. */
  readonly startsAt?: string;
  readonly endsAt: string;
};

/** `GET /api/auctions/:id`. */
export type AuctionBody = {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly sellerId: string;
  readonly phase: Phase;
  readonly startPricePoints: number;
  readonly pricePoints: number;
  readonly minimumPoints: number;
  readonly bidCount: number;
  readonly reserve: ReserveStanding;
  /** Only for the seller. */
  readonly reservePoints?: number | null;
  readonly buyNowPoints: number | null;
  readonly softClose: SoftCloseBody | null;
  readonly ladder: readonly { readonly belowPoints: number | null; readonly stepPoints: number }[];
  readonly startsAt: string;
  readonly endsAt: string;
  readonly ending: 'sold' | 'unsold' | 'cancelled' | null;
  readonly listedAt: string;
};

/** `GET /api/auctions/:id/bids`, newest first: accepted bids as everybody may see them. */
export type PublicBidBody = {
  readonly seq: number;
  readonly alias: string;
  readonly pricePoints: number;
  readonly at: string;
};

/** `POST /api/auctions/:id/bids`; answered with a `BidOutcome` (see `protocol.ts`). */
export type BidRequest = { readonly bidId: string; readonly kind: BidKind; readonly points: number };

/** `GET /api/me/bids`, newest first: every attempt of one's own, accepted or refused. */
export type OwnBidBody = {
  readonly bidId: string;
  readonly auctionId: string;
  readonly kind: BidKind;
  readonly points: number;
  readonly outcome: 'accepted' | RefusalCode;
  readonly leading: boolean;
  readonly pricePoints: number;
  readonly at: string;
};

/** `GET /api/me/wins`, newest first. */
export type WinBody = {
  readonly auctionId: string;
  readonly title: string;
  readonly pricePoints: number;
  readonly at: string;
};
