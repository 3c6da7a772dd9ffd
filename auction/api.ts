/**
 * The REST interface's JSON shapes, shared by server, SDK and pages. Times are ISO 8601 in UTC, amounts whole points.
 * Lists are `{ items, nextCursor }`: ask again with `?cursor=` until `nextCursor` is null.
 */
import type { AuctionId, Phase, ReserveStanding } from './auction.ts';
import type { Category } from './categories.ts';
import type { BidKind } from './commands.ts';
import type { MovementKind } from './events.ts';
import type { LadderName } from './increments.ts';
import type { RefusedBid } from './protocol.ts';
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

/** The query of every list: where to go on, and how many items to answer at most. */
export type PageQuery = { readonly cursor?: string; readonly limit?: number };

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

/** `POST /api/auth/sign-in/email`. */
export type SignIn = { readonly email: string; readonly password: string };

/** The answer to signing up or in: `token` goes into `Authorization: Bearer`. */
export type SignedIn = { readonly token: string; readonly user: Me };

/** One sign-in. `token` names it when it is to be ended; nobody can sign in with it. */
export type SessionBody = {
  readonly id: string;
  readonly token: string;
  readonly userId: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly expiresAt: string;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
};

/** `GET /api/auth/get-session`; null where there is none. */
export type CurrentSession = { readonly session: SessionBody; readonly user: Me };

/** `POST /api/auth/update-user`: any part of it. */
export type AccountChange = Partial<Pick<SignUp, 'name' | 'birthDate' | 'gender'>>;

/** `GET /api/wallet`: free points, and points held for auctions one is leading. */
export type WalletBody = { readonly availablePoints: number; readonly heldPoints: number };

/** `POST /api/wallet/charges`, with the header `Idempotency-Key`. */
export type ChargeRequest = { readonly points: number };

/** The answer to a charge: the wallet as it is now, and the movement that this key made, the same one every time. */
export type Charged = WalletBody & { readonly charge: TransferBody };

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
  /** Default: `other`. */
  readonly category?: Category;
  /** 1 to 10 of one's own uploads, the first on the card; left out, the item has no picture. */
  readonly imageIds?: readonly string[];
};

/** `POST /api/images` answers `{ items }` with one for each file. The addresses never change what they show. */
export type ImageBody = {
  readonly id: string;
  /** Of the full size, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Paths on this server. WebP, at most 160, 480 and 1,600 pixels wide and high. */
  readonly thumbnailUrl: string;
  readonly cardUrl: string;
  readonly fullUrl: string;
};

/** `GET /api/auctions/:id`. */
export type AuctionBody = {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly category: Category;
  readonly images: readonly ImageBody[];
  readonly sellerId: string;
  readonly sellerName: string;
  readonly phase: Phase;
  readonly startPricePoints: number;
  readonly pricePoints: number;
  readonly minimumPoints: number;
  readonly bidCount: number;
  readonly likeCount: number;
  /** Only for whoever is signed in: whether they like it. */
  readonly liked?: boolean;
  /** Sockets in its room, as of some seconds ago. */
  readonly watcherCount: number;
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

/** What lists filter by. It follows from the time alone; `closed` is all that is over: sold, unsold or cancelled. */
export type CatalogueState = 'ready' | 'live' | 'closed';

/**
 * `newest` listed first · `ending` soonest first, of what is not over unless `state` says otherwise · `starting` soonest first, of what
 * is `ready` unless `state` says otherwise · `price` lowest first, `-price` highest first · `likes`, `bids` most first ·
 * `relevance` only with `q`: titles that have the words whole first, then the newest.
 */
export type CatalogueSort =
  | 'newest'
  | 'ending'
  | 'starting'
  | 'price'
  | '-price'
  | 'likes'
  | 'bids'
  | 'relevance';

/** `GET /api/auctions`. All of it narrows; lists mean "any of". */
export type CatalogueQuery = {
  /** Words or parts of words of the title, all of which must be there; case and width do not matter. */
  readonly q?: string;
  readonly state?: readonly CatalogueState[];
  readonly category?: readonly Category[];
  /** Of the current price, both included. */
  readonly minPrice?: number;
  readonly maxPrice?: number;
  /** ISO 8601. */
  readonly endsBefore?: string;
  /** Default: `relevance` with `q`, else `newest`. */
  readonly sort?: CatalogueSort;
  /** Whether to count what there is by state and by category. */
  readonly facets?: boolean;
  /** Whether to show with the first page what is recommended to whoever asks; pages after it have no such section. */
  readonly recommended?: boolean;
};

/** One item of a list. */
export type AuctionCard = {
  readonly id: string;
  readonly title: string;
  readonly category: Category;
  /** Path of its first picture at card size; null without one. */
  readonly imageUrl: string | null;
  readonly sellerId: string;
  readonly sellerName: string;
  readonly startPricePoints: number;
  readonly startsAt: string;
  readonly listedAt: string;
  readonly endsAt: string;
  readonly phase: Phase;
  /** Time left to bid, or until bidding starts where it is `ready`: milliseconds when this was answered, by the house's clock. */
  readonly remainingMs: number;
  readonly ending: 'sold' | 'unsold' | 'cancelled' | null;
  readonly pricePoints: number;
  readonly bidCount: number;
  readonly watcherCount: number;
  readonly likeCount: number;
};

/** How many items there are, under all filters but the one counted by; at most some seconds old. */
export type CatalogueFacets = {
  readonly state: Readonly<Record<CatalogueState, number>>;
  readonly category: Readonly<Record<Category, number>>;
};

export type CataloguePage = Page<AuctionCard> & {
  readonly facets?: CatalogueFacets;
  readonly recommended?: RecommendationsBody;
};

/** Why somebody is shown an item. */
export type RecommendationReason =
  /** Who dealt with that auction deals with this one, too. */
  | {
      readonly kind: 'because_bid' | 'because_liked' | 'because_won';
      readonly auctionId: AuctionId;
      readonly title: string;
    }
  /** People like the one who asks bid on it; `ageTo` is null for the oldest band. */
  | {
      readonly kind: 'group';
      readonly ageFrom: number;
      readonly ageTo: number | null;
      readonly gender: Gender;
    }
  /** One of the categories that the one who asks deals with most. */
  | { readonly kind: 'category'; readonly category: Category }
  /** Everybody bids on it. */
  | { readonly kind: 'popular' };

export type Recommendation = {
  readonly auction: AuctionCard;
  /** `text` says the reason to people, in English. */
  readonly reason: RecommendationReason & { readonly text: string };
};

/** `GET /api/recommendations`, and a section of the catalogue's first page. */
export type RecommendationsBody = {
  readonly items: readonly Recommendation[];
  /** `popular`: the recommender had nothing to say in time, so these are what people bid on most; `none`: neither was to be had. */
  readonly source: 'recommender' | 'popular' | 'none';
};

/** `GET /api/categories`. */
export type CategoryBody = { readonly id: Category; readonly name: string; readonly nameKo: string };

/** `GET /api/auctions/popular`: live auctions that people like the caller bid on most, most first. */
export type PopularBody = {
  readonly items: readonly AuctionCard[];
  /** Whose bids these are; null: everybody's, because the caller said nothing about themselves or too few bid. */
  readonly group: { readonly ageFrom: number; readonly ageTo: number | null; readonly gender: Gender } | null;
};

/** `PUT` and `DELETE /api/auctions/:id/like`. */
export type LikeBody = { readonly auctionId: string; readonly liked: boolean; readonly likeCount: number };

/** `GET /api/auctions/:id/bids`, newest first: accepted bids as everybody may see them. */
export type PublicBidBody = {
  readonly seq: number;
  readonly alias: string;
  readonly pricePoints: number;
  readonly at: string;
};

/** `POST /api/auctions/:id/bids`; answered with a `BidOutcome` (see `protocol.ts`). */
export type BidRequest = { readonly bidId: string; readonly kind: BidKind; readonly points: number };

/** A bid that was refused: the error, and beside it what a socket would have been told. */
export type BidError = ApiError & { readonly outcome?: RefusedBid };

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
