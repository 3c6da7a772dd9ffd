import { Type } from 'typebox';
import type { BidRequest, OwnBidBody, Page, PublicBidBody } from '../../auction/api.ts';
import type { BidKind } from '../../auction/commands.ts';
import { LIMITS } from '../../auction/limits.ts';
import type { AcceptedBid, RefusedBid } from '../../auction/protocol.ts';
import { REFUSALS, type RefusalCode } from '../../auction/refusals.ts';
import { shapeOf } from './agreement.ts';
import { pageShape } from './page-shapes.ts';

export const BidKindShape = shapeOf<BidKind>()(
  Type.Enum(['plain', 'maximum', 'buy_now'], {
    title: 'BidKind',
    description:
      '`plain` makes the price exactly `points` · `maximum` lets the house bid for you, as little as needed, up to `points` · ' +
      '`buy_now` ends the auction at the buy-now price, which `points` must be',
  }),
);

export const BidRequestShape = shapeOf<BidRequest>()(
  Type.Object(
    {
      // Small letters only: a room compares ids as text, the database as numbers.
      bidId: Type.String({
        pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
        description: 'a new UUID in small letters; the same id again gets the same outcome',
        examples: ['6f1d2c1e-4d0f-4e8e-9f51-0d6b3a7c2b10'],
      }),
      kind: BidKindShape,
      points: Type.Integer({ minimum: 1, maximum: LIMITS.bidPoints, examples: [120] }),
    },
    { title: 'Bid', additionalProperties: false },
  ),
);

export const AcceptedBidShape = shapeOf<AcceptedBid>()(
  Type.Object(
    {
      bidId: Type.String(),
      auctionId: Type.String(),
      status: Type.Literal('accepted'),
      leading: Type.Boolean({
        description: 'whether it made its bidder the leader; false when a higher maximum answered it at once',
      }),
      pricePoints: Type.Integer({ description: 'the price once this bid was taken in' }),
      minimumPoints: Type.Integer({ description: 'the least a newcomer had to bid afterwards' }),
      atMs: Type.Number({ description: 'milliseconds since 1970, by the house clock' }),
    },
    { title: 'AcceptedBid' },
  ),
);

const RefusalCodeShape = Type.Enum(Object.keys(REFUSALS) as RefusalCode[], { title: 'Refusal' });

export const RefusedBidShape = shapeOf<RefusedBid>()(
  Type.Object(
    {
      bidId: Type.String(),
      auctionId: Type.String(),
      status: Type.Literal('refused'),
      code: RefusalCodeShape,
      message: Type.String({ description: 'what happened and what to do next, for people' }),
      transient: Type.Boolean({ description: 'true when the very same bid may be sent again' }),
      pricePoints: Type.Optional(
        Type.Integer({ description: 'when it was refused; absent when it never reached the rules' }),
      ),
      minimumPoints: Type.Optional(Type.Integer()),
    },
    { title: 'RefusedBid' },
  ),
);

export const PublicBidsShape = shapeOf<Page<PublicBidBody>>()(
  pageShape(
    Type.Object(
      {
        seq: Type.Integer(),
        alias: Type.String({ description: 'of the bidder, in this auction only' }),
        pricePoints: Type.Integer(),
        at: Type.String({ format: 'date-time' }),
      },
      { title: 'PublicBid' },
    ),
  ),
);

export const OwnBidsShape = shapeOf<Page<OwnBidBody>>()(
  pageShape(
    Type.Object(
      {
        bidId: Type.String(),
        auctionId: Type.String(),
        kind: BidKindShape,
        points: Type.Integer(),
        outcome: Type.Union([Type.Literal('accepted'), RefusalCodeShape]),
        leading: Type.Boolean(),
        pricePoints: Type.Integer(),
        at: Type.String({ format: 'date-time' }),
      },
      { title: 'OwnBid' },
    ),
  ),
);
