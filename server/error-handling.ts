import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiError } from '../auction/api.ts';
import { isDatabaseAway } from '../persistence/away.ts';
import { errorBody, refuse } from './doors/refusing.ts';
import type { ErrorCode } from './error-codes.ts';
import type { App } from './parts.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The code of a body or query of the wrong form, where it is not `invalid_request`. */
    readonly malformed?: ErrorCode;
    /** The same for headers. */
    readonly malformedHeaders?: ErrorCode;
  }
}

type FieldProblem = NonNullable<ApiError['error']['details']>[number];

/** Whatever goes wrong anywhere leaves in the one error shape; what was not expected is logged and never shown. */
export function handleErrors(app: App): void {
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply));
  app.setNotFoundHandler((_request, reply) => refuse(reply, 'not_found'));
}

export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  if (error.validation !== undefined) {
    const { malformed, malformedHeaders } = request.routeOptions.config;
    const code = error.validationContext === 'headers' ? malformedHeaders : malformed;
    return refuse(reply, code ?? 'invalid_request', { details: fieldProblems(error) });
  }
  switch (error.statusCode) {
    case 413:
      return refuse(reply, 'body_too_large');
    case 415:
      return refuse(reply, 'unsupported_media_type');
    case 429:
      return refuse(reply, 'too_many_requests');
    default:
      // Fastify's own complaints, such as JSON that does not parse: their messages are safe and say more than ours.
      if (isFastifysOwn(error)) return refuse(reply, 'invalid_request', { message: error.message });
      if (isDatabaseAway(error)) {
        request.log.warn({ err: error }, 'a request met no database');
        return refuse(reply, 'unavailable');
      }
      request.log.error({ err: error }, 'a request failed');
      return refuse(reply, 'internal_error');
  }
}

/** What is no HTTP at all never reaches a route; it gets the same shape, written by hand. */
export function brokenRequestAnswer(requestId: string, error: Error): string {
  const [status, message] =
    'code' in error && error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? ['408 Request Timeout', 'The request did not come to its end in time. Send it again at once.']
      : ['400 Bad Request', 'That was not an HTTP request.'];
  const body = JSON.stringify(errorBody('invalid_request', requestId, { message }));
  const head = `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nConnection: close\r\n`;
  return `${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function isFastifysOwn(error: FastifyError): boolean {
  const { statusCode = 500, code = '' } = error;
  return statusCode >= 400 && statusCode < 500 && code.startsWith('FST_');
}

/** One problem per field, in the words of the validator. */
function fieldProblems({ validation = [], validationContext }: FastifyError): FieldProblem[] {
  const byField = new Map<string, string>();
  for (const { keyword, instancePath, params, message } of validation) {
    const within = instancePath.slice(1).replaceAll('/', '.');
    const named = params.missingProperty ?? params.additionalProperty ?? params.additionalProperties;
    const field = [within, named].filter((part) => typeof part === 'string' && part !== '').join('.');
    const says =
      keyword === 'additionalProperties' ? 'is not a field of this request' : (message ?? 'is wrong');
    const name = field || (validationContext ?? 'body');
    if (!byField.has(name)) byField.set(name, says);
  }
  return [...byField].map(([field, message]) => ({ field, message }));
}
