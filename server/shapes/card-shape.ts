import { Type } from 'typebox';
import type { AuctionCard } from '../../auction/api.ts';
import { shapeOf } from './agreement.ts';
import { CategoryShape } from './auction-shapes.ts';

export const TimeShape = Type.String({ format: 'date-time' });

export const AuctionCardShape = shapeOf<AuctionCard>()(
  Type.Object(
    {
      id: Type.String(),
      title: Type.String(),
      category: CategoryShape,
      imageUrl: Type.Union([Type.String(), Type.Null()], {
        description: 'path of the first picture on this server',
      }),
      sellerId: Type.String(),
      sellerName: Type.String(),
      startPricePoints: Type.Integer(),
      startsAt: TimeShape,
      listedAt: TimeShape,
      endsAt: TimeShape,
      phase: Type.Enum(['ready', 'live', 'ended', 'closed', 'cancelled']),
      remainingMs: Type.Integer({
        minimum: 0,
        description: 'until bidding ends, or starts where it has not, when this was answered',
      }),
      ending: Type.Union([Type.Enum(['sold', 'unsold', 'cancelled']), Type.Null()]),
      pricePoints: Type.Integer(),
      bidCount: Type.Integer(),
      watcherCount: Type.Integer(),
      likeCount: Type.Integer(),
    },
    { title: 'AuctionCard' },
  ),
);
