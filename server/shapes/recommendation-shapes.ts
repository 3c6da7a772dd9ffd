import { type TProperties, Type } from 'typebox';
import type { RecommendationReason, RecommendationsBody } from '../../auction/api.ts';
import { LIMITS } from '../../auction/limits.ts';
import type { RecommendationAnswer } from '../../auction/recommendations.ts';
import { RECOMMENDATION_LIMITS } from '../recommendations/limits.ts';
import { shapeOf } from './agreement.ts';
import { CategoryShape } from './auction-shapes.ts';
import { AuctionCardShape, TimeShape } from './card-shape.ts';

const IdShape = Type.String({ pattern: '^[\\da-f]{8}(-[\\da-f]{4}){3}-[\\da-f]{12}$' });
const AgeShape = Type.Integer({ minimum: 0, maximum: 200 });

/** Every kind of reason, each with what else is said beside it. */
const reasonShape = <Beside extends TProperties>(beside: Beside) =>
  Type.Union([
    Type.Object({
      kind: Type.Enum(['because_bid', 'because_liked', 'because_won']),
      auctionId: IdShape,
      title: Type.String({ maxLength: LIMITS.titleLength, pattern: '^[^\\p{Cc}]*$' }),
      ...beside,
    }),
    Type.Object({
      kind: Type.Literal('group'),
      ageFrom: AgeShape,
      ageTo: Type.Union([AgeShape, Type.Null()]),
      gender: Type.Enum(['female', 'male', 'other', 'undisclosed']),
      ...beside,
    }),
    Type.Object({ kind: Type.Literal('category'), category: CategoryShape, ...beside }),
    Type.Object({ kind: Type.Literal('popular'), ...beside }),
  ]);

const ReasonShape = shapeOf<RecommendationReason>()(reasonShape({}));

/** What the recommender is believed to have said. */
export const AnswerShape = shapeOf<RecommendationAnswer>()(
  Type.Object({
    items: Type.Array(Type.Object({ auctionId: IdShape, reason: ReasonShape }), {
      maxItems: RECOMMENDATION_LIMITS.itemsMost,
    }),
    learnedAt: TimeShape,
  }),
);

export const RecommendationsQueryShape = shapeOf<{ readonly limit?: number }>()(
  Type.Object(
    {
      limit: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: RECOMMENDATION_LIMITS.itemsMost,
          description: `items at most; ${RECOMMENDATION_LIMITS.items} unless said`,
        }),
      ),
    },
    { additionalProperties: false },
  ),
);

export const RecommendationsShape = shapeOf<RecommendationsBody>()(
  Type.Object(
    {
      items: Type.Array(
        Type.Object({
          auction: AuctionCardShape,
          reason: reasonShape({ text: Type.String({ description: 'the reason in English, for people' }) }),
        }),
      ),
      source: Type.Enum(['recommender', 'popular', 'none'], {
        description:
          '`popular`: the recommender had nothing to say in time, so these are what people bid on most; `none`: neither was to be had',
      }),
    },
    { title: 'Recommendations' },
  ),
);
