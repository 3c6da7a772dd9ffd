import { type TSchema, Type } from 'typebox';
import {
  type AuctionView,
  type BidMessage,
  type BidOutcome,
  CLOSE_FLOODING,
  CLOSE_LEAVING,
  CLOSE_MOVED,
  CLOSE_SIGNED_OUT,
  type ClientMessages,
  type ClockReply,
  type ClockRequest,
  type JoinOptions,
  type Seat,
  type ServerMessages,
  type ShownBid,
  type Standing,
} from '../../auction/protocol.ts';
import { shapeOf } from './agreement.ts';
import { AcceptedBidShape, BidRequestShape, RefusedBidShape } from './bid-shapes.ts';

/** A message as its reader needs it; `example` fits the shape. */
export type Message = { readonly says: string; readonly shape: TSchema; readonly example: unknown };

const TimeShape = (description: string) =>
  Type.Number({ description: `${description}: milliseconds since 1970, by the house clock` });

const OwnTimeShape = Type.Number({ description: 'the client’s own time, in milliseconds; only echoed' });

export const JoinShape = shapeOf<JoinOptions>()(
  Type.Object({ auctionId: Type.String() }, { title: 'Join', additionalProperties: false }),
);

/** Colyseus decides what a client needs to open its socket: what a new version adds goes through as it is. */
export const SeatShape = shapeOf<Seat>()(
  Type.Object(
    {
      sessionId: Type.String({
        description: 'names the seat, and lets whoever has it in: keep it to oneself',
      }),
      roomId: Type.String({ description: "the room's id, which is the auction's" }),
      processId: Type.String(),
      name: Type.String(),
      publicAddress: Type.Optional(
        Type.String({
          description: 'host (and path) of the node that has the room; absent when it is the one asked',
        }),
      ),
    },
    { title: 'Seat', additionalProperties: true },
  ),
);

const BID_ID = '6f1d2c1e-4d0f-4e8e-9f51-0d6b3a7c2b10';
const AUCTION_ID = '0b9d7c0e-52d6-4f6c-8f0e-3a51c2f7d9aa';

/** A message that is not here does not compile. */
export const CLIENT_MESSAGES: { readonly [Name in keyof ClientMessages]: Message } = {
  bid: {
    says: 'Places a bid; answered by `outcome`. The same `bidId` always gets the same outcome, so after a silence send it again.',
    shape: shapeOf<BidMessage>()(BidRequestShape),
    example: { bidId: BID_ID, kind: 'maximum', points: 500 },
  },
  clock: {
    says: 'Asks what time the house has; answered by `clock`. It also serves as a ping.',
    shape: shapeOf<ClockRequest>()(Type.Object({ sentAtMs: OwnTimeShape }, { title: 'ClockRequest' })),
    example: { sentAtMs: 1_767_225_600_000 },
  },
};

export const SERVER_MESSAGES: { readonly [Name in keyof ServerMessages]: Message } = {
  outcome: {
    says: 'A bid was decided and that is on disk, or it could not be decided: then `transient` is true.',
    shape: shapeOf<BidOutcome>()(Type.Union([AcceptedBidShape, RefusedBidShape], { title: 'BidOutcome' })),
    example: {
      bidId: BID_ID,
      auctionId: AUCTION_ID,
      status: 'accepted',
      leading: true,
      pricePoints: 121,
      minimumPoints: 122,
      atMs: 1_767_225_600_040,
    },
  },
  standing: {
    says:
      'Where this account stands here: sent on joining, and right after a state in which it changed. State and standing come at ' +
      'most 20 times a second, an outcome at once. Never sent to anybody else.',
    shape: shapeOf<Standing>()(
      Type.Object(
        {
          alias: Type.Union([Type.String(), Type.Null()], {
            description: 'the name everybody else sees for this account in this auction; null for spectators',
          }),
          leading: Type.Boolean(),
          maximumPoints: Type.Union([Type.Integer(), Type.Null()], {
            description: 'own maximum, all of it held; null unless leading',
          }),
        },
        { title: 'Standing' },
      ),
    ),
    example: { alias: 'keen-heron-4123', leading: true, maximumPoints: 500 },
  },
  clock: {
    says: 'The answer to a clock request.',
    shape: shapeOf<ClockReply>()(
      Type.Object(
        { sentAtMs: OwnTimeShape, houseMs: TimeShape('the time in the house') },
        { title: 'ClockReply' },
      ),
    ),
    example: { sentAtMs: 1_767_225_600_000, houseMs: 1_767_225_600_032 },
  },
};

const ShownBidShape = shapeOf<ShownBid>()(
  Type.Object(
    {
      number: Type.Integer({ description: '1 for the first accepted bid' }),
      alias: Type.String(),
      pricePoints: Type.Integer({ description: 'the price this bid led to; a maximum is never shown' }),
      atMs: TimeShape('when it arrived'),
    },
    { title: 'ShownBid' },
  ),
);

/** What everybody in the room watches. */
export const AuctionViewShape = shapeOf<AuctionView>()(
  Type.Object(
    {
      auctionId: Type.String(),
      title: Type.String(),
      phase: Type.Enum(['ready', 'live', 'ended', 'closed', 'cancelled']),
      pricePoints: Type.Integer(),
      minimumPoints: Type.Integer({ description: 'the least a newcomer must bid' }),
      leaderAlias: Type.Union([Type.String(), Type.Null()], { description: 'null while nobody has bid' }),
      bidCount: Type.Integer(),
      watcherCount: Type.Integer(),
      startsAtMs: TimeShape('when bidding starts'),
      endsAtMs: TimeShape('when it ends; a soft close moves it'),
      reserve: Type.Enum(['none', 'met', 'not_met']),
      buyNowPoints: Type.Union([Type.Integer(), Type.Null()], {
        description: 'null when not offered, or no longer',
      }),
      ending: Type.Union([Type.Enum(['sold', 'unsold', 'cancelled']), Type.Null()], {
        description: 'how it ended, once it has',
      }),
      bids: Type.Array(ShownBidShape, { description: 'the last 20 accepted bids, oldest first' }),
    },
    { title: 'AuctionView' },
  ),
);

/** Why the house lets a socket go; all other codes mean a connection that broke: join again. */
export const CLOSE_CODES: readonly { readonly code: number; readonly says: string }[] = [
  {
    code: CLOSE_MOVED,
    says: 'The auction moved to another server. Join again and send what had no outcome.',
  },
  { code: CLOSE_SIGNED_OUT, says: 'The session was ended elsewhere. Joining again with it is refused.' },
  {
    code: CLOSE_LEAVING,
    says: 'This server is leaving, and every bid that reached it is answered or may be sent again. Join again at once: another one takes over.',
  },
  {
    code: CLOSE_FLOODING,
    says: 'More came from this socket, account or address than is good for the others. Joining again is refused for some seconds.',
  },
];
