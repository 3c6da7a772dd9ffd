import type { AuctionServer } from '../../local-services/auction-server.ts';
import type { ReplayWatcher } from '../../replay/auction-replay.ts';

/** Counts what happens in a replay, and lets somebody wait until so much has happened. */
export class Happenings {
  #count = 0;
  #awaited: { readonly count: number; readonly arrived: () => void } | undefined;

  readonly watcher: ReplayWatcher = {
    listed: () => this.#happened(),
    acknowledged: () => this.#happened(),
    closed: () => this.#happened(),
  };

  get count(): number {
    return this.#count;
  }

  reach(count: number): Promise<void> {
    if (this.#count >= count) return Promise.resolve();
    return new Promise((arrived) => {
      this.#awaited = { count, arrived };
    });
  }

  #happened(): void {
    this.#count += 1;
    if (this.#awaited === undefined || this.#count < this.#awaited.count) return;
    const { arrived } = this.#awaited;
    this.#awaited = undefined;
    arrived();
  }
}

/**
 * Kills the server with SIGKILL at each of these moments, counted in happenings, and starts it again as soon as it is dead. Between two
 * kills something always happens, so none of them hits a server that has not begun to work. Returns how far the replay was at each kill.
 */
export async function killAt(
  moments: readonly number[],
  happenings: Happenings,
  server: AuctionServer,
): Promise<number[]> {
  const kills: number[] = [];
  for (const moment of moments) {
    await happenings.reach(Math.max(moment, happenings.count + 1));
    kills.push(happenings.count);
    await server.kill();
    await server.restart();
  }
  return kills;
}

export type Course = { readonly auctions: number; readonly bids: number; readonly kills: number };

/** Moments by chance, spread over the whole replay: one while listing, three around the closings, the others between the bids. */
export function momentsOf({ auctions, bids, kills }: Course, random: () => number): number[] {
  const between = (from: number, to: number) => from + Math.floor(random() * (to - from));
  const amongBids = Array.from({ length: kills - 4 }, () => between(auctions, auctions + bids));
  const toClosings = auctions + bids;
  const listing = between(1, auctions);
  const closings = [
    toClosings,
    between(toClosings + 1, toClosings + 3),
    between(toClosings + 4, toClosings + 6),
  ];
  return [listing, ...amongBids, ...closings].sort((a, b) => a - b);
}
