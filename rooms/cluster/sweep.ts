import type { AuctionId } from '../../auction/auction.ts';
import type { Desk } from '../desk.ts';
import { ROOM_LIMITS } from '../limits.ts';
import type { AuctionStore, Log } from '../ports.ts';

/** Who serves auctions, as far as this process can know. */
export interface Serving {
  isServedHere(auctionId: AuctionId): boolean;
  /** Those of these that a living process has a room of. */
  servedElsewhere(auctionIds: readonly AuctionId[]): Promise<ReadonlySet<AuctionId>>;
}

/**
 * Closes what has no room. Every node sweeps; closing is fenced by the epoch, so however many try, it happens once. Auctions that are
 * served here are left to their own timers, and so are those of living processes, unless they are very late: they may still have bids
 * to settle that came in time.
 */
export function startSweep(
  store: AuctionStore,
  openDesk: (auctionId: string) => Desk,
  serving: Serving,
  log: Log,
): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let busy = false;

  const sweep = async () => {
    const overdue = await store.overdue(ROOM_LIMITS.sweepGraceMs, ROOM_LIMITS.sweepBatch);
    const notHere = overdue.filter(({ auctionId }) => !serving.isServedHere(auctionId));
    if (notHere.length === 0) return;
    const elsewhere = await serving.servedElsewhere(notHere.map(({ auctionId }) => auctionId));
    const unserved = notHere.filter(
      ({ auctionId, lateMs }) => lateMs > ROOM_LIMITS.sweepAtLastMs || !elsewhere.has(auctionId),
    );
    await Promise.all(
      unserved.map(async ({ auctionId }) => {
        const desk = openDesk(auctionId);
        if (!(await desk.open())) return;
        const refusal = await desk.close();
        if (refusal === undefined) log.info({ auctionId }, 'closed by the sweep');
      }),
    );
  };

  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = sweep()
      .catch((error: unknown) => log.warn({ err: error }, 'the sweep failed; it will run again'))
      .finally(() => {
        busy = false;
      });
  }, ROOM_LIMITS.sweepEveryMs);

  return {
    stop: () => {
      clearInterval(timer);
      return running;
    },
  };
}
