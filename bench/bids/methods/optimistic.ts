import pg from 'pg';
import type { AuctionRow } from '../../../persistence/auction-rows.ts';
import type { Bid, Bidding, Reply, Stage } from '../bidding.ts';
import { onConnection, openConnections } from './connections.ts';
import { decideOne, type WalletRow } from './one-bid.ts';
import { READ_BOTH, WRITE_UNLESS_MOVED_ON } from './one-bid-statements.ts';

const CHECK_VIOLATION = '23514';

/** Reads without locks, decides, writes unless the auction has moved on, else again: two round trips per attempt. */
export async function optimistic({ databaseUrl, connections, auctionIds, bidders }: Stage): Promise<Bidding> {
  const pool = await openConnections(databaseUrl, connections);

  /** Undefined when somebody was faster. */
  const attempt = async (client: pg.PoolClient, bid: Bid): Promise<Reply | undefined> => {
    const bidderId = bidders[bid.bidder]?.id ?? '';
    const { rows } = await client.query<AuctionRow & WalletRow>(READ_BOTH, [
      auctionIds[bid.auction],
      bidderId,
    ]);
    const [auction] = rows;
    if (auction === undefined) throw new Error('the auction is gone');
    const { reply, values } = decideOne(auction, rows, bidderId, bid);
    const written = await client.query(WRITE_UNLESS_MOVED_ON, [...values]);
    return written.rowCount === 1 ? reply : undefined;
  };

  return {
    place: (bid) =>
      onConnection(pool, async (client) => {
        for (;;) {
          try {
            const reply = await attempt(client, bid);
            if (reply !== undefined) return reply;
          } catch (error) {
            // The bidder's points were taken by another auction since they were read.
            if (!(error instanceof pg.DatabaseError && error.code === CHECK_VIOLATION)) throw error;
          }
        }
      }),
    close: () => pool.end(),
  };
}
