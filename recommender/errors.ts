import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiError } from '../auction/api.ts';

/** The errors of this server, in the form that all of the house have: the status, and what to do next. */
const ERRORS = {
  invalid_request: [400, 'The request is not of the right form. The details say which fields to correct.'],
  wrong_secret: [
    401,
    'Send the secret that both servers share: Authorization: Bearer, with RECOMMENDER_SECRET.',
  ],
  not_found: [404, 'There is nothing at this address.'],
  body_too_large: [413, 'The request body is too large.'],
  unsupported_media_type: [415, 'Send JSON, with the header Content-Type: application/json.'],
  too_many_requests: [429, 'Too many requests with a wrong secret. Wait as long as Retry-After says.'],
  internal_error: [500, 'Something went wrong on our side. Quote the request id if it stays.'],
  nothing_learned: [503, 'Nothing has been learned yet. Ask again in a moment.'],
} as const satisfies Record<string, readonly [number, string]>;

type Code = keyof typeof ERRORS;

export function refuse(
  reply: FastifyReply,
  code: Code,
  details?: ApiError['error']['details'],
): FastifyReply {
  const [status, message] = ERRORS[code];
  const requestId = reply.request.id;
  const error = { code, message, ...(details !== undefined && { details }), requestId };
  if (status === 503) reply.header('retry-after', 1);
  return reply.code(status).send({ error } satisfies ApiError);
}

export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error.validation !== undefined) {
    const details = error.validation.map(({ instancePath, params, message = 'is wrong' }) => ({
      field: instancePath.slice(1) || String(params.missingProperty ?? params.additionalProperty ?? 'body'),
      message,
    }));
    return refuse(reply, 'invalid_request', details);
  }
  const { statusCode = 500, code = '' } = error;
  if (statusCode === 413) return refuse(reply, 'body_too_large');
  if (statusCode === 415) return refuse(reply, 'unsupported_media_type');
  if (statusCode === 429) return refuse(reply, 'too_many_requests');
  if (statusCode < 500 && code.startsWith('FST_')) return refuse(reply, 'invalid_request');
  request.log.error({ err: error }, 'a request failed');
  return refuse(reply, 'internal_error');
}
