import type { Desk } from './desk.ts';
import { ROOM_LIMITS } from './limits.ts';
import type { AuctionStore, Log } from './ports.ts';

/**
 * Closes what has no room. Every node sweeps; closing is fenced by the epoch, so however many try, it happens once. Auctions that this
 * process serves itself are left to their own timers.
 */
export function startSweep(
  store: AuctionStore,
  openDesk: (auctionId: string) => Desk,
  isServedHere: (auctionId: string) => boolean,
  log: Log,
): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let busy = false;

  const sweep = async () => {
    const auctionIds = await store.overdue(ROOM_LIMITS.sweepGraceMs, ROOM_LIMITS.sweepBatch);
    const unserved = auctionIds.filter((auctionId) => !isServedHere(auctionId));
    await Promise.all(
      unserved.map(async (auctionId) => {
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
      .catch((error: unknown) => log.warn({ error }, 'the sweep failed; it will run again'))
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
