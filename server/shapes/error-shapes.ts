import { type TObject, Type } from 'typebox';
import type { ApiError } from '../../auction/api.ts';
import type { RefusedBid } from '../../auction/protocol.ts';
import { REFUSALS, type RefusalCode } from '../../auction/refusals.ts';
import { type ErrorCode, sentenceFor } from '../error-codes.ts';
import { STATUS } from '../status-codes.ts';
import { shapeOf } from './agreement.ts';

const errorShape = Type.Object({
  code: Type.String({ description: 'Stable, for programs.' }),
  message: Type.String({ description: 'What happened and what to do next, for people.' }),
  details: Type.Optional(Type.Array(Type.Object({ field: Type.String(), message: Type.String() }))),
  requestId: Type.String(),
});

const ApiErrorShape = shapeOf<ApiError>()(Type.Object({ error: errorShape }));

const RefusalCodeShape = Type.Enum(Object.keys(REFUSALS) as RefusalCode[]);

export const RefusedBidShape = shapeOf<RefusedBid>()(
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

/** What a route's types say of its errors; their statuses and codes are for readers of the documentation, and for its test. */
type Errors<S extends TObject> = { readonly '4xx': S; readonly '5xx': S };

/** Any route may answer with these, so it need not name them. */
const EVERYWHERE: readonly ErrorCode[] = ['too_many_requests', 'internal_error'];

/** The errors that a route may answer with, by status, each with its codes. */
export const errors = (...codes: readonly ErrorCode[]) => byStatus(ApiErrorShape, [...codes, ...EVERYWHERE]);

/** The same for a bid: it also tells what a socket would have been told. */
export const bidErrors = (...codes: readonly ErrorCode[]) =>
  byStatus(BidErrorShape, [...codes, ...EVERYWHERE]);

/** For routes that no limit applies to and that cannot fail. */
export const onlyErrors = (...codes: readonly ErrorCode[]) => byStatus(ApiErrorShape, codes);

function byStatus<S extends TObject>(shape: S, codes: readonly ErrorCode[]): Errors<S> {
  const grouped = Map.groupBy(new Set(codes), (code) => STATUS[code]);
  const responses = [...grouped].map(([status, these]) => {
    const described = {
      ...errorShape.properties,
      code: Type.Enum([...these], { description: 'Stable, for programs.' }),
    };
    const description = these.map((code) => `\`${code}\`: ${sentenceFor(code)}`).join('\n\n');
    return [
      status,
      Type.Object({ ...shape.properties, error: Type.Object(described) }, { description }),
    ] as const;
  });
  return Object.fromEntries(responses) as unknown as Errors<S>;
}

/** Not yet told apart by status. */
export const ERRORS = { '4xx': ApiErrorShape, '5xx': ApiErrorShape } as const;
export const BID_ERRORS = { '4xx': BidErrorShape, '5xx': BidErrorShape } as const;
