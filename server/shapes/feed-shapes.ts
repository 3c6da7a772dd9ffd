import { type TProperties, type TSchema, Type } from 'typebox';
import type { FeedPage, FeedQuery } from '../../auction/api-alerts.ts';
import type {
  AuctionClosed,
  BidTaken,
  EndExtended,
  EndingSoon,
  FeedEvent,
  ItemChanged,
  ItemListed,
  ItemWithdrawn,
} from '../../auction/feed.ts';
import { HTTP_LIMITS } from '../limits.ts';
import { shapeOf } from './agreement.ts';
import { BidKindShape } from './bid-shapes.ts';

const PositionShape = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const TimeShape = Type.String({ format: 'date-time' });
const orNull = <S extends TSchema>(shape: S) => Type.Union([shape, Type.Null()]);

const event = <Kind extends FeedEvent['kind'], P extends TProperties>(
  kind: Kind,
  { title, description }: { readonly title: string; readonly description: string },
  more: P,
) =>
  Type.Object(
    { kind: Type.Literal(kind), auctionId: Type.String(), at: TimeShape, ...more },
    { title, description },
  );

const seq = Type.Integer({ description: "its number in the auction's log" });
const standing = { pricePoints: Type.Integer(), bidCount: Type.Integer() };
const offer = {
  sellerId: Type.String(),
  title: Type.String(),
  startPricePoints: Type.Integer(),
  startsAt: TimeShape,
  endsAt: TimeShape,
};

const ListedShape = shapeOf<ItemListed>()(
  event('listed', { title: 'ItemListed', description: 'An item was listed.' }, offer),
);
const ChangedShape = shapeOf<ItemChanged>()(
  event('changed', { title: 'ItemChanged', description: 'Its seller changed it, before it started.' }, offer),
);
const WithdrawnShape = shapeOf<ItemWithdrawn>()(
  event(
    'withdrawn',
    { title: 'ItemWithdrawn', description: 'Its seller took it back, before it started. It is gone.' },
    { sellerId: Type.String() },
  ),
);

const BidShape = shapeOf<BidTaken>()(
  event(
    'bid',
    { title: 'BidTaken', description: 'A bid was accepted.' },
    {
      seq,
      bidderId: Type.String(),
      bidKind: BidKindShape,
      leaderId: Type.String({
        description: 'who leads now; not the bidder where a higher maximum answered at once',
      }),
      outbidId: Type.Union([Type.String(), Type.Null()], {
        description: 'who does not lead because of it; null for a first bid and a raise of one’s own',
      }),
      releasedPoints: Type.Integer({ description: 'what came back to the leader before' }),
      priceChanged: Type.Boolean({ description: 'whether the price rose, or somebody now stands behind it' }),
      ...standing,
      endsAt: TimeShape,
    },
  ),
);

const ExtendedShape = shapeOf<EndExtended>()(
  event(
    'extended',
    { title: 'EndExtended', description: 'A late bid has moved the end. Comes right after that bid.' },
    {
      seq,
      ...standing,
      endsAt: TimeShape,
    },
  ),
);

export const EndingSoonShape = shapeOf<EndingSoon>()(
  event(
    'ending_soon',
    { title: 'EndingSoon', description: 'The end is near. Said once, even if the end moves afterwards.' },
    {
      ...standing,
      endsAt: TimeShape,
    },
  ),
);

const ClosedShape = shapeOf<AuctionClosed>()(
  event(
    'closed',
    { title: 'AuctionClosed', description: 'It is over. Nothing follows for this auction.' },
    {
      seq,
      sellerId: Type.String(),
      ending: Type.Enum(['sold', 'unsold', 'cancelled']),
      unsoldReason: orNull(Type.Enum(['no_bids', 'reserve_not_met'])),
      winnerId: orNull(Type.String()),
      ...standing,
      releasedTo: Type.Union([Type.String(), Type.Null()], {
        description: 'whom points held for it came back to: the whole hold, or the winner’s rest',
      }),
      releasedPoints: Type.Integer(),
      payoutPoints: Type.Integer({ description: 'what the seller was paid; 0 unless sold' }),
      feePoints: Type.Integer({ description: 'what the house took of it' }),
    },
  ),
);

const FeedEventShape = shapeOf<FeedEvent>()(
  Type.Union([
    ListedShape,
    ChangedShape,
    WithdrawnShape,
    BidShape,
    ExtendedShape,
    EndingSoonShape,
    ClosedShape,
  ]),
);

export const FeedPageShape = shapeOf<FeedPage>()(
  Type.Object({
    items: Type.Array(Type.Object({ position: PositionShape, event: FeedEventShape })),
    nextAfter: Type.Integer({ description: 'ask with this as `after` for what follows' }),
  }),
);

/** In a query everything is text: numbers are read from it. */
export const FeedQueryShape = shapeOf<FeedQuery>()(
  Type.Object(
    {
      after: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: Number.MAX_SAFE_INTEGER,
          description: 'the position one has read up to; without it, from the oldest that is kept',
        }),
      ),
      limit: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: HTTP_LIMITS.feedItemsMost,
          description: `events at most; ${HTTP_LIMITS.feedItems} unless said`,
        }),
      ),
      waitSeconds: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: HTTP_LIMITS.feedWaitSeconds,
          description: 'how long to wait for something where there is nothing yet',
        }),
      ),
    },
    { additionalProperties: false },
  ),
);
