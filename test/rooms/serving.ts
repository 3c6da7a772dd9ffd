/** Serves auctions in a test as a process would: a settler and desks over a store. */
import { randomUUID } from 'node:crypto';
import type { BidKind } from '../../auction/commands.ts';
import { points } from '../../auction/points.ts';
import type { BidOutcome } from '../../auction/protocol.ts';
import { Desk } from '../../rooms/desk.ts';
import type { AuctionStore, Log, Showcase } from '../../rooms/ports.ts';
import { Settler } from '../../rooms/settler.ts';
import { UNOBSERVED } from '../../rooms/unobserved.ts';

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** Nobody looks at lists. */
export const noShowcase: Showcase = { changed: () => {}, watched: () => {} };

export type Bidding = { bidderId: string; points: number; bidId?: string; kind?: BidKind };

/** One process's worth of serving; two of them over one database are two servers. */
export function serving(
  store: AuctionStore,
  nowMs: () => number = Date.now,
  showcase: Showcase = noShowcase,
) {
  const settler = new Settler(store, showcase, UNOBSERVED, silentLog);
  return {
    settler,
    async desk(auctionId: string): Promise<Desk> {
      const desk = new Desk(auctionId, store, settler, { nowMs }, UNOBSERVED);
      await desk.open();
      return desk;
    },
  };
}

export function bidAt(
  desk: Desk,
  { bidderId, points: amount, bidId = randomUUID(), kind = 'plain' }: Bidding,
) {
  return new Promise<BidOutcome>((resolve) => {
    desk.bid({ bidderId, bidId, bidKind: kind, points: points(amount) }, resolve);
  });
}
