import { Type } from 'typebox';
import type { AuctionBody, ImageBody, ListingRequest, Page, WinBody } from '../../auction/api.ts';
import { CATEGORY_IDS, type Category } from '../../auction/categories.ts';
import { LIMITS } from '../../auction/limits.ts';
import { shapeOf } from './agreement.ts';
import { pageShape } from './page-shapes.ts';

const PointsShape = Type.Integer({ minimum: 1, maximum: LIMITS.bidPoints });
const PointsOrNullShape = Type.Union([PointsShape, Type.Null()]);
const TimeShape = Type.String({ format: 'date-time' });

export const CategoryShape = shapeOf<Category>()(Type.Enum([...CATEGORY_IDS], { title: 'Category' }));

const ImageIdShape = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' });

export const ImageShape = shapeOf<ImageBody>()(
  Type.Object(
    {
      id: Type.String(),
      width: Type.Integer({ description: 'of the full size, in pixels' }),
      height: Type.Integer(),
      thumbnailUrl: Type.String({
        description: 'path on this server: WebP, at most 160 pixels wide and high',
      }),
      cardUrl: Type.String({ description: 'at most 480 pixels' }),
      fullUrl: Type.String({ description: 'at most 1,600 pixels' }),
    },
    { title: 'Image' },
  ),
);

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
  { title: 'SoftClose', additionalProperties: false },
);

/** The whole request; what makes terms sound is judged by `problemsWith` of the rules. */
export const ListingShape = shapeOf<ListingRequest>()(
  Type.Object(
    {
      title: Type.String({
        pattern: '^[^\\p{Cc}]*[^\\p{Cc}\\s][^\\p{Cc}]*$',
        maxLength: LIMITS.titleLength,
        examples: ['백자 달항아리'],
      }),
      // PostgreSQL keeps any text but a NUL.
      description: Type.String({ pattern: '^[^\\u0000]*$', maxLength: LIMITS.descriptionLength }),
      startPricePoints: PointsShape,
      reservePoints: Type.Optional(
        Type.Union([PointsShape, Type.Null()], {
          description: 'at least the start price, and hidden: below it nothing is sold',
        }),
      ),
      buyNowPoints: Type.Optional(
        Type.Union([PointsShape, Type.Null()], {
          description: 'above the start price: ends the auction at once, until the first bid',
        }),
      ),
      ladder: Type.Optional(
        Type.Union(
          [
            Type.Enum(['any_higher', 'ebay']),
            Type.Array(RungShape, { minItems: 1, maxItems: LIMITS.ladderRungs }),
          ],
          { description: 'by how much a bid must be higher; `any_higher` unless said' },
        ),
      ),
      softClose: Type.Optional(Type.Union([SoftCloseShape, Type.Null()])),
      startsAt: Type.Optional(
        Type.String({ format: 'date-time', description: 'now unless said; at most a year ahead' }),
      ),
      endsAt: Type.String({ format: 'date-time', description: 'at most 90 days after the start' }),
      category: Type.Optional(CategoryShape),
      imageIds: Type.Optional(
        Type.Array(ImageIdShape, {
          minItems: 1,
          maxItems: LIMITS.images,
          uniqueItems: true,
          description: 'of one’s own uploads; the first is on the card',
        }),
      ),
    },
    { title: 'Listing', additionalProperties: false },
  ),
);

/** Any part of a listing. */
export const ListingChangeShape = shapeOf<Partial<ListingRequest>>()(
  Type.Partial(ListingShape, { title: 'ListingChange', additionalProperties: false, minProperties: 1 }),
);

export const AuctionShape = shapeOf<AuctionBody>()(
  Type.Object(
    {
      id: Type.String(),
      title: Type.String(),
      description: Type.String(),
      category: CategoryShape,
      images: Type.Array(ImageShape),
      sellerId: Type.String(),
      sellerName: Type.String(),
      phase: Type.Enum(['ready', 'live', 'ended', 'closed', 'cancelled']),
      startPricePoints: Type.Integer(),
      pricePoints: Type.Integer(),
      minimumPoints: Type.Integer({ description: 'the least a newcomer must bid' }),
      bidCount: Type.Integer(),
      likeCount: Type.Integer(),
      liked: Type.Optional(Type.Boolean({ description: 'only for whoever is signed in' })),
      watcherCount: Type.Integer({ description: 'sockets in its room, as of some seconds ago' }),
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
    },
    { title: 'Auction' },
  ),
);

export const AuctionsShape = shapeOf<Page<AuctionBody>>()(pageShape(AuctionShape));

export const WinsShape = shapeOf<Page<WinBody>>()(
  pageShape(
    Type.Object(
      { auctionId: Type.String(), title: Type.String(), pricePoints: Type.Integer(), at: TimeShape },
      { title: 'Win' },
    ),
  ),
);
