import type { AuctionRow } from '../../../persistence/auction-rows.ts';
import type { Bidding, Stage } from '../bidding.ts';
import { onConnection, openConnections } from './connections.ts';
import { decideOne, type WalletRow } from './one-bid.ts';
import { LOCK_AUCTION, LOCK_WALLETS, WRITE } from './one-bid-statements.ts';

/** One transaction per bid under `select … for update` of the auction, then of the wallets by id: three round trips. */
export async function rowLock({ databaseUrl, connections, auctionIds, bidders }: Stage): Promise<Bidding> {
  const pool = await openConnections(databaseUrl, connections);
  return {
    place: (bid) =>
      onConnection(pool, async (client) => {
        const bidderId = bidders[bid.bidder]?.id ?? '';
        const [, auctions] = await Promise.all([
          client.query('begin'),
          client.query<AuctionRow>(LOCK_AUCTION, [auctionIds[bid.auction]]),
        ]);
        const [auction] = auctions.rows;
        if (auction === undefined) throw new Error('the auction is gone');
        const userIds = auction.leader_id === null ? [bidderId] : [bidderId, auction.leader_id];
        const wallets = await client.query<WalletRow>(LOCK_WALLETS, [userIds]);
        const { reply, values } = decideOne(auction, wallets.rows, bidderId, bid);
        await Promise.all([client.query(WRITE, [...values]), client.query('commit')]);
        return reply;
      }),
    close: () => pool.end(),
  };
}
