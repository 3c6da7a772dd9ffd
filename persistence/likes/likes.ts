import type { Kysely } from 'kysely';
import { openRedis } from '../redis.ts';
import type { DB } from '../schema.ts';
import { BufferedLikes } from './buffered-likes.ts';
import { DirectLikes } from './direct-likes.ts';
import { LikeBuffer } from './like-buffer.ts';
import type { Likes } from './wanted.ts';

type Log = { warn(details: object, message: string): void };

/** The likes of the house; with a connection of their own to Redis, where there is one. */
export async function openLikes(
  db: Kysely<DB>,
  { redisUrl, log }: { readonly redisUrl: string | undefined; readonly log: Log },
): Promise<Likes> {
  if (redisUrl === undefined) return new DirectLikes(db);
  return new BufferedLikes({ db, buffer: new LikeBuffer(await openRedis(redisUrl)), log });
}
