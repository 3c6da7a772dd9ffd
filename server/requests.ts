import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuctionId } from '../auction/auction.ts';
import { refuse } from './doors/refusing.ts';
import { HTTP_LIMITS } from './limits.ts';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** An id as the database writes it; undefined when it cannot be one. */
export function readId(text: string): string | undefined {
  return UUID.test(text) ? text.toLowerCase() : undefined;
}

/** An auction's id as the database and the rooms write it; undefined when it cannot be one. */
export const readAuctionId = (text: string): AuctionId | undefined => readId(text);

/** A guard of routes with `:id`: what is no UUID is no auction either, and never reaches SQL. 404 `no_such_auction`. */
export async function knownFormOfId(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const params = request.params as { id: string };
  const id = readAuctionId(params.id);
  if (id === undefined) return refuse(reply, 'no_such_auction');
  params.id = id;
}

/** What a list route was asked for; undefined when the cursor is not one of ours. */
export function readPage<Key>(
  query: { readonly cursor?: string; readonly limit?: number },
  readKey: (cursor: string) => Key | undefined,
): { after: Key | undefined; limit: number } | undefined {
  const after = query.cursor === undefined ? undefined : readKey(query.cursor);
  if (query.cursor !== undefined && after === undefined) return undefined;
  return { after, limit: query.limit ?? HTTP_LIMITS.pageItems };
}
