import { Redis } from 'ioredis';
import type { AuctionRow } from '../../../persistence/auction-rows.ts';
import type { Bidding, Stage } from '../bidding.ts';
import { onConnection, openConnections } from './connections.ts';
import { decideOne, type WalletRow } from './one-bid.ts';
import { READ_BOTH_LOCK_WALLETS, WRITE } from './one-bid-statements.ts';
import { RedisLock, type Waiting } from './redis-waiting.ts';

/**
 * The reference design, made correct: the lock is let go only after the commit. Under it one transaction in two round trips; the wallets
 * still need locks of the database, because auctions share them.
 */
export async function redisLock(stage: Stage, waiting: Waiting): Promise<Bidding> {
  const { databaseUrl, redisUrl, connections, auctionIds, bidders } = stage;
  const pool = await openConnections(databaseUrl, connections);
  const redis = new Redis(redisUrl);
  const lock = new RedisLock(redis, waiting);

  return {
    place: (bid) => {
      const auctionId = auctionIds[bid.auction] ?? '';
      const bidderId = bidders[bid.bidder]?.id ?? '';
      return lock.hold(`lock:${auctionId}`, () =>
        onConnection(pool, async (client) => {
          const [, read] = await Promise.all([
            client.query('begin'),
            client.query<AuctionRow & WalletRow>(READ_BOTH_LOCK_WALLETS, [auctionId, bidderId]),
          ]);
          const [auction] = read.rows;
          if (auction === undefined) throw new Error('the auction is gone');
          const { reply, values } = decideOne(auction, read.rows, bidderId, bid);
          await Promise.all([client.query(WRITE, [...values]), client.query('commit')]);
          return reply;
        }),
      );
    },
    close: async () => {
      await pool.end();
      await redis.quit();
    },
  };
}
