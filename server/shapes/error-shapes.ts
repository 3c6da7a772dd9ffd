import { type TObject, Type } from 'typebox';
import type { ApiError, BidError } from '../../auction/api.ts';
import { type ErrorCode, sentenceFor } from '../error-codes.ts';
import { STATUS } from '../status-codes.ts';
import { shapeOf } from './agreement.ts';
import { RefusedBidShape } from './bid-shapes.ts';

const errorShape = Type.Object({
  code: Type.String({ description: 'Stable, for programs.' }),
  message: Type.String({ description: 'What happened and what to do next, for people.' }),
  details: Type.Optional(
    Type.Array(Type.Object({ field: Type.String(), message: Type.String() }), {
      description: 'Which fields were wrong, where that is known.',
    }),
  ),
  requestId: Type.String({ description: "Quote it when asking for help: the server's log knows it." }),
});

const ApiErrorShape = shapeOf<ApiError>()(Type.Object({ error: errorShape }));

const BidErrorShape = shapeOf<BidError>()(
  Type.Object({ error: errorShape, outcome: Type.Optional(RefusedBidShape) }),
);

/** What a route's types say of its errors; their statuses and codes are for readers of the documentation, and for its test. */
type Errors<S extends TObject> = { readonly '4xx': S; readonly '5xx': S };

/** Any route may answer with these, so it need not name them. */
const EVERYWHERE: readonly ErrorCode[] = ['too_many_requests', 'internal_error', 'unavailable'];

/** So may any that changes something: it reads a body, and a cookie may have come along with it. */
const OF_CHANGES: readonly ErrorCode[] = [
  'invalid_request',
  'origin_not_allowed',
  'body_too_large',
  'unsupported_media_type',
];

/** The errors that a route may answer with, by status, each with its codes. */
export const errors = (...codes: readonly ErrorCode[]) => byStatus(ApiErrorShape, [...codes, ...EVERYWHERE]);

/** The same for POST, PUT, PATCH and DELETE. */
export const changeErrors = (...codes: readonly ErrorCode[]) =>
  byStatus(ApiErrorShape, [...codes, ...OF_CHANGES, ...EVERYWHERE]);

/** The same for a bid: it also tells what a socket would have been told. */
export const bidErrors = (...codes: readonly ErrorCode[]) =>
  byStatus(BidErrorShape, [...codes, ...OF_CHANGES, ...EVERYWHERE]);

/** For routes that no limit applies to, or that cannot fail. */
export const onlyErrors = (...codes: readonly ErrorCode[]) => byStatus(ApiErrorShape, codes);

const WAIT = { 'retry-after': Type.Integer({ description: 'seconds to wait before asking again' }) };

function byStatus<S extends TObject>(shape: S, codes: readonly ErrorCode[]): Errors<S> {
  const grouped = Map.groupBy(new Set(codes), (code) => STATUS[code]);
  const responses = [...grouped].map(([status, these]) => {
    const described = {
      ...errorShape.properties,
      code: Type.Enum([...these], { description: 'Stable, for programs.' }),
    };
    const description = these.map((code) => `\`${code}\`: ${sentenceFor(code)}`).join('\n\n');
    const headers = status === 429 || status === 503 ? { headers: WAIT } : {};
    return [
      status,
      Type.Object({ ...shape.properties, error: Type.Object(described) }, { description, ...headers }),
    ] as const;
  });
  return Object.fromEntries(responses) as unknown as Errors<S>;
}
