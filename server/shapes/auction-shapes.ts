import { Type } from 'typebox';
import type { AuctionBody, ListingRequest, WinBody } from '../../auction/api.ts';
import { LIMITS } from '../../auction/limits.ts';
import { shapeOf } from './agreement.ts';

const PointsShape = Type.Integer({ minimum: 1, maximum: LIMITS.bidPoints });
const PointsOrNullShape = Type.Union([PointsShape, Type.Null()]);
const TimeShape = Type.String({ format: 'date-time' });

const RungShape = Type.Object(
  { belowPoints: PointsOrNullShape, stepPoints: PointsShape },
  { additionalProperties: false },
);

const SoftCloseShape = Type.Object(
  {
    windowSeconds: Type.Number({ description: 'how long before the end a bid still moves it' }),
    extendBySeconds: Type.Number({ description: 'how long after such a bid the end comes' }),
    capSeconds: Type.Number({ description: 'how far the end may move in all' }),
  },
  { additionalProperties: false },
);

/** The whole request; what makes terms sound is judged by `problemsWith` of the rules. */
export const ListingShape = shapeOf<ListingRequest>()(
  Type.Object(
    {
      title: Type.String({ pattern: '^[^\\p{Cc}]*[^\\p{Cc}\\s][^\\p{Cc}]*$', maxLength: LIMITS.titleLength }),
      // PostgreSQL keeps any text but a NUL.
      description: Type.String({ pattern: '^[^\\u0000]*$', maxLength: LIMITS.descriptionLength }),
      startPricePoints: PointsShape,
      reservePoints: Type.Optional(PointsOrNullShape),
      buyNowPoints: Type.Optional(PointsOrNullShape),
      ladder: Type.Optional(
        Type.Union([
          Type.Enum(['any_higher', 'ebay']),
          Type.Array(RungShape, { minItems: 1, maxItems: LIMITS.ladderRungs }),
        ]),
      ),
      softClose: Type.Optional(Type.Union([SoftCloseShape, Type.Null()])),
      startsAt: Type.Optional(TimeShape),
      endsAt: TimeShape,
    },
    { additionalProperties: false },
  ),
);

/** Any part of a listing. */
export const ListingChangeShape = shapeOf<Partial<ListingRequest>>()(
  Type.Partial(ListingShape, { additionalProperties: false, minProperties: 1 }),
);

export const AuctionShape = shapeOf<AuctionBody>()(
  Type.Object({
    id: Type.String(),
    title: Type.String(),
    description: Type.String(),
    sellerId: Type.String(),
    phase: Type.Enum(['ready', 'live', 'ended', 'closed', 'cancelled']),
    startPricePoints: Type.Integer(),
    pricePoints: Type.Integer(),
    minimumPoints: Type.Integer({ description: 'the least a newcomer must bid' }),
    bidCount: Type.Integer(),
    reserve: Type.Enum(['none', 'met', 'not_met']),
    reservePoints: Type.Optional(
      Type.Union([Type.Integer(), Type.Null()], { description: 'only for the seller' }),
    ),
    buyNowPoints: Type.Union([Type.Integer(), Type.Null()], {
      description: 'null when not offered, or no longer',
    }),
    softClose: Type.Union([SoftCloseShape, Type.Null()]),
    ladder: Type.Array(
      Type.Object({
        belowPoints: Type.Union([Type.Integer(), Type.Null()]),
        stepPoints: Type.Integer(),
      }),
    ),
    startsAt: TimeShape,
    endsAt: TimeShape,
    ending: Type.Union([Type.Enum(['sold', 'unsold', 'cancelled']), Type.Null()]),
    listedAt: TimeShape,
  }),
);

export const WinShape = shapeOf<WinBody>()(
  Type.Object({ auctionId: Type.String(), title: Type.String(), pricePoints: Type.Integer(), at: TimeShape }),
);
