import { Type } from 'typebox';
import type { ApiError } from '../../auction/api.ts';
import type { RefusedBid } from '../../auction/protocol.ts';
import { REFUSALS, type RefusalCode } from '../../auction/refusals.ts';
import { shapeOf } from './agreement.ts';

const errorShape = Type.Object({
  code: Type.String({ description: 'Stable, for programs.' }),
  message: Type.String({ description: 'What happened and what to do next, for people.' }),
  details: Type.Optional(Type.Array(Type.Object({ field: Type.String(), message: Type.String() }))),
  requestId: Type.String(),
});

const ApiErrorShape = shapeOf<ApiError>()(Type.Object({ error: errorShape }));

/** Every route may answer with these. */
export const ERRORS = { '4xx': ApiErrorShape, '5xx': ApiErrorShape } as const;

const RefusalCodeShape = Type.Enum(Object.keys(REFUSALS) as RefusalCode[]);

const RefusedBidShape = shapeOf<RefusedBid>()(
  Type.Object({
    bidId: Type.String(),
    auctionId: Type.String(),
    status: Type.Literal('refused'),
    code: RefusalCodeShape,
    message: Type.String(),
    transient: Type.Boolean(),
    pricePoints: Type.Optional(Type.Integer()),
    minimumPoints: Type.Optional(Type.Integer()),
  }),
);

const BidErrorShape = Type.Object({ error: errorShape, outcome: Type.Optional(RefusedBidShape) });

/** A refused bid also tells what a socket would have been told. */
export const BID_ERRORS = { '4xx': BidErrorShape, '5xx': BidErrorShape } as const;
