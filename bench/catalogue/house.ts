import { startRedis } from '../../local-services/redis.ts';
import { startServer } from '../benched-server.ts';
import { existingDatabase, seededDatabase } from './database.ts';
import type { Options } from './options.ts';
import { startReference } from './reference.ts';

/** As many as the server opens unless told otherwise. */
const POOL = 16;

export type House = Awaited<ReturnType<typeof openHouse>>;

/** A catalogue, and the two servers that are asked for it: ours, and one that does it the reference's way. */
export async function openHouse({ auctions, database: url }: Pick<Options, 'auctions' | 'database'>) {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const each of closers.reverse()) await each();
  };
  try {
    const database = await (url === undefined ? seededDatabase(auctions) : existingDatabase(url));
    closers.push(database.close);
    const redis = await startRedis();
    closers.push(redis.stop);
    // Alone, as a single server is run; likes are measured with Redis and without.
    const server = await startServer(database.url, POOL);
    closers.push(server.stop);
    const reference = await startReference(database.url);
    closers.push(reference.stop);
    return { database, redisUrl: redis.url(), url: server.url, referenceUrl: reference.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}
