import { setTimeout as pause } from 'node:timers/promises';
import { type LiveAuction, ReadyAuction } from '../../../client-sdk/index.ts';
import { startServer } from '../../benched-server.ts';
import type { Bidding, Stage } from '../bidding.ts';
import { auctionsOf } from '../workload.ts';

/** More at once would time out in the server's queue. */
const JOINING_AT_ONCE = 50;

/** Everything: the real server in its own process, and everybody watching every auction they bid in, through the SDK. */
export async function websocket({ databaseUrl, connections, auctionIds, bidders }: Stage): Promise<Bidding> {
  const server = await startServer(databaseUrl, connections);
  const live = { maxBidsPerSecond: Number.POSITIVE_INFINITY };
  const joined = new Map<number, LiveAuction>();
  const seats = bidders.flatMap(({ token }, bidder) => {
    const house = new ReadyAuction(server.url, { token, live });
    return auctionsOf(bidder, auctionIds.length).map((auction) => ({ house, bidder, auction }));
  });
  const seatNumber = (bidder: number, auction: number) => bidder * auctionIds.length + auction;
  const join = async () => {
    for (let seat = seats.pop(); seat !== undefined; seat = seats.pop()) {
      const { house, bidder, auction } = seat;
      joined.set(seatNumber(bidder, auction), await house.join(auctionIds[auction] ?? ''));
    }
  };
  await Promise.all(Array.from({ length: JOINING_AT_ONCE }, join));
  await pause(500);

  return {
    place: async ({ auction, bidder, amountOver }) => {
      const outcome = await joined.get(seatNumber(bidder, auction))?.bid(amountOver());
      if (outcome === undefined) throw new Error('a bidder is not there');
      return {
        code: outcome.status === 'accepted' ? 'accepted' : outcome.code,
        pricePoints: outcome.pricePoints ?? 0,
      };
    },
    close: async () => {
      await Promise.all([...joined.values()].map((each) => each.leave()));
      await server.stop();
    },
  };
}
