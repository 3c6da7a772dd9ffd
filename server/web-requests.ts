import type { FastifyReply, FastifyRequest } from 'fastify';
import { CLIENT_ADDRESS_HEADER } from './accounts/auth.ts';

/** Say something about the connection, not the message; the new message has its own. */
const OF_THE_CONNECTION = [
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'upgrade',
  'expect',
];

/** A request as better-auth wants it, with the body that Fastify has already read and checked. */
export function webRequest(request: FastifyRequest, path: string, body: unknown, baseUrl: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !OF_THE_CONNECTION.includes(name)) headers.set(name, String(value));
  }
  headers.set('host', request.host);
  headers.set(CLIENT_ADDRESS_HEADER, request.ip);
  // A token decides who acts, also a bad one: see sessions.ts.
  if (headers.has('authorization')) headers.delete('cookie');
  // Node's fetch sends this header alone, and better-auth would take it for a browser that hides its origin.
  if (!headers.has('sec-fetch-site')) headers.delete('sec-fetch-mode');
  if (body !== undefined) headers.set('content-type', 'application/json');
  return new Request(new URL(path, baseUrl), {
    method: request.method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** Everything a response says about itself but its body; each cookie in a header of its own. */
export function copyHead(response: Response, reply: FastifyReply): void {
  reply.code(response.status);
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie' && name !== 'content-length') reply.header(name, value);
  }
  for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', cookie);
}
