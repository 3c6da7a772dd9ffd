/** Several servers on one database and one Redis of their own. */
import { type AuctionServer, startAuctionServer } from '../../local-services/auction-server.ts';
import { type LocalRedis, startRedis } from '../../local-services/redis.ts';
import { createTestDatabase } from '../support/test-database.ts';

export type Nodes = {
  readonly nodes: readonly AuctionServer[];
  readonly redis: LocalRedis;
  stop(): Promise<void>;
};

export async function startNodes(count: number): Promise<Nodes> {
  const database = await createTestDatabase();
  // Its own: the channels of Redis do not know of database indices.
  const redis = await startRedis();
  const settings = { DATABASE_URL: database.url, REDIS_URL: redis.url() };
  const nodes = await Promise.all(Array.from({ length: count }, () => startAuctionServer(settings)));
  return {
    nodes,
    redis,
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()));
      await redis.stop();
      await database.drop();
    },
  };
}
