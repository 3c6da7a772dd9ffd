/** Recommendations: what the auction server asks the recommender. What people see of the answer is in `api.ts`. Times are ISO 8601 in UTC. */
import type { Gender, RecommendationReason } from './api.ts';
import type { AuctionId, UserId } from './auction.ts';

export type { Recommendation, RecommendationReason, RecommendationsBody } from './api.ts';

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
