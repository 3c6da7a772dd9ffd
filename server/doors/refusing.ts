import type { FastifyReply } from 'fastify';
import type { ApiError } from '../../auction/api.ts';
import type { RefusedBid } from '../../auction/protocol.ts';
import { type ErrorCode, sentenceFor } from '../error-codes.ts';
import { HTTP_LIMITS } from '../limits.ts';
import { STATUS } from '../status-codes.ts';

type Details = NonNullable<ApiError['error']['details']>;

export type RefusalExtras = {
  /** Replaces the code's own sentence. */
  readonly message?: string;
  readonly details?: Details;
  /** Only for bids: what a socket would have been told. */
  readonly outcome?: RefusedBid;
};

/** A reply of any route, whatever its declared responses: each declares `4xx` and `5xx` as `ApiError`. */
type AnyReply = { readonly request: { readonly id: string }; code(status: never): unknown };

/** Answers with the one error shape, and the status that `status-codes.ts` chose for the code. */
export function refuse<R extends AnyReply>(anyReply: R, code: ErrorCode, extras: RefusalExtras = {}): R {
  const reply = anyReply as unknown as FastifyReply;
  if (STATUS[code] === 503) reply.header('retry-after', HTTP_LIMITS.retryAfterSeconds);
  reply.code(STATUS[code]).send(errorBody(code, reply.request.id, extras));
  return anyReply;
}

export function errorBody(
  code: ErrorCode,
  requestId: string,
  { message, details, outcome }: RefusalExtras = {},
) {
  const error: ApiError['error'] = {
    code,
    message: message ?? sentenceFor(code),
    ...(details === undefined ? {} : { details }),
    requestId,
  };
  return { error, ...(outcome === undefined ? {} : { outcome }) };
}
