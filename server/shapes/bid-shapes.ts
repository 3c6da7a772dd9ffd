import { Type } from 'typebox';
import type { BidRequest, OwnBidBody, PublicBidBody } from '../../auction/api.ts';
import type { BidKind } from '../../auction/commands.ts';
import { LIMITS } from '../../auction/limits.ts';
import type { AcceptedBid } from '../../auction/protocol.ts';
import { REFUSALS, type RefusalCode } from '../../auction/refusals.ts';
import { shapeOf } from './agreement.ts';

const BidKindShape = shapeOf<BidKind>()(Type.Enum(['plain', 'maximum', 'buy_now']));

export const BidRequestShape = shapeOf<BidRequest>()(
  Type.Object(
    {
      // Small letters only: a room compares ids as text, the database as numbers.
      bidId: Type.String({
        pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
        description: 'a new UUID',
      }),
      kind: BidKindShape,
      points: Type.Integer({ minimum: 1, maximum: LIMITS.bidPoints }),
    },
    { additionalProperties: false },
  ),
);

export const AcceptedBidShape = shapeOf<AcceptedBid>()(
  Type.Object({
    bidId: Type.String(),
    auctionId: Type.String(),
    status: Type.Literal('accepted'),
    leading: Type.Boolean(),
    pricePoints: Type.Integer(),
    minimumPoints: Type.Integer(),
    atMs: Type.Number(),
  }),
);

export const PublicBidShape = shapeOf<PublicBidBody>()(
  Type.Object({
    seq: Type.Integer(),
    alias: Type.String(),
    pricePoints: Type.Integer(),
    at: Type.String({ format: 'date-time' }),
  }),
);

export const OwnBidShape = shapeOf<OwnBidBody>()(
  Type.Object({
    bidId: Type.String(),
    auctionId: Type.String(),
    kind: BidKindShape,
    points: Type.Integer(),
    outcome: Type.Enum(['accepted', ...(Object.keys(REFUSALS) as RefusalCode[])]),
    leading: Type.Boolean(),
    pricePoints: Type.Integer(),
    at: Type.String({ format: 'date-time' }),
  }),
);
