import { randomUUID } from 'node:crypto';
import { auctionStore } from '../../../persistence/auction-store.ts';
import { openDatabase } from '../../../persistence/database.ts';
import { Desk } from '../../../rooms/desk.ts';
import { Settler } from '../../../rooms/settler.ts';
import { UNOBSERVED } from '../../../rooms/unobserved.ts';
import type { Bidding, Stage } from '../bidding.ts';

/** Nobody looks at lists meanwhile. */
const noShowcase = { changed: () => {}, watched: () => {} };

const complain = (details: object, message: string) => {
  throw new Error(message, { cause: (details as { err?: unknown }).err });
};

/** Ours, without rooms and sockets: the desks of all auctions and the one settler behind them. */
export async function settler({ databaseUrl, connections, auctionIds, bidders }: Stage): Promise<Bidding> {
  const database = await openDatabase({ kind: 'postgres', url: databaseUrl, poolSize: connections });
  const store = auctionStore(database.db);
  const clock = { nowMs: () => Date.now() };
  const one = new Settler(store, noShowcase, UNOBSERVED, { info: () => {}, warn: complain, error: complain });
  const desks = auctionIds.map((id) => new Desk(id, store, one, clock, UNOBSERVED));
  for (const desk of desks) await desk.open();

  return {
    place: ({ auction, bidder, amountOver }) =>
      new Promise((resolve) => {
        const bidderId = bidders[bidder]?.id ?? '';
        desks[auction]?.bid(
          { bidderId, bidId: randomUUID(), bidKind: 'plain', points: amountOver() },
          (outcome) =>
            resolve({
              code: outcome.status === 'accepted' ? 'accepted' : outcome.code,
              pricePoints: outcome.pricePoints ?? 0,
            }),
        );
      }),
    close: async () => {
      await one.idle();
      await database.close();
    },
  };
}
