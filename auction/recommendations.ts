/** Recommendations: what the auction server asks the recommender, and what people are shown of it. Times are ISO 8601 in UTC. */
import type { AuctionCard, Gender } from './api.ts';
import type { AuctionId, UserId } from './auction.ts';
import type { Category } from './categories.ts';

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

/* ---- between the two servers --------------------------------------------------------------------------------------- */

/** `POST /recommendations` of the recommender. Nothing here says who somebody is but an id. */
export type RecommendationRequest = {
  /** Null for strangers. */
  readonly userId: UserId | null;
  /** In whole years; null where it is not known. */
  readonly age: number | null;
  readonly gender: Gender;
  /** How many at most, 1 to 50. */
  readonly limit: number;
};

/** Its answer, the best first: live or soon starting when it was answered, none of the person's own. */
export type RecommendationAnswer = {
  readonly items: readonly { readonly auctionId: AuctionId; readonly reason: RecommendationReason }[];
  /** When what it answers by was learned. */
  readonly learnedAt: string;
};

/* ---- what people see ------------------------------------------------------------------------------------------------ */

export type Recommendation = {
  readonly auction: AuctionCard;
  /** `text` says the reason to people, in English. */
  readonly reason: RecommendationReason & { readonly text: string };
};

/** `GET /api/recommendations`, and a section of the catalogue's first page. */
export type RecommendationsBody = {
  readonly items: readonly Recommendation[];
  /** `popular`: the recommender did not answer in time, so these are what people bid on most; `none`: neither was to be had. */
  readonly source: 'recommender' | 'popular' | 'none';
};
