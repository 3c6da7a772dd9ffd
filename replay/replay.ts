import { type Accounts, openAccounts } from './accounts.ts';
import { type Played, type ReplayWatcher, replayAuction } from './auction-replay.ts';
import { houseAheadMs } from './house-time.ts';
import type { Acknowledged } from './journal.ts';
import { inLanes } from './lanes.ts';
import { Listings } from './listings.ts';
import type { RecordedAuction } from './recording.ts';
import type { Reserves } from './reserves.ts';
import { type Result, resultsOf } from './results.ts';

export type ReplayOptions = {
  readonly url: string;
  /** Names what is replayed: the same run again continues it, another one starts from the beginning. */
  readonly run: string;
  readonly speed: number;
  readonly graceMs: number;
  readonly reserves: Reserves;
  readonly password: string;
  /** How long the server may be away before the replay gives up. */
  readonly patienceMs: number;
  readonly watcher?: ReplayWatcher;
};

export type Replayed = {
  readonly accounts: Accounts;
  readonly journal: readonly Acknowledged[];
  readonly results: readonly Result[];
};

/** Each auction's clock starts when it is asked to be listed, so none should stand in a queue then. */
const LISTING_LANES = 16;

/** Replays all auctions at the same time, each from its own listing on; resolves when the last one is closed. */
export async function replay(
  auctions: readonly RecordedAuction[],
  options: ReplayOptions,
): Promise<Replayed> {
  const { url, run, speed, graceMs, reserves, password, patienceMs, watcher = {} } = options;
  const told = (seconds: number) => watcher.waiting?.(seconds);
  const aheadMs = await houseAheadMs(url, patienceMs);
  const accounts = await openAccounts(auctions, { url, run, password, patienceMs, told });
  const listings = new Listings(accounts.seller, {
    run,
    speed,
    graceMs,
    reserves,
    patienceMs,
    houseAheadMs: aheadMs,
  });

  const begun = await inLanes(LISTING_LANES, auctions, async (recorded) => {
    const listed = await listings.list(recorded);
    watcher.listed?.(recorded.auction);
    const played = replayAuction(recorded, listed, { accounts, run, speed, patienceMs, watcher });
    // It may fail while others are still being listed; below it is heard.
    played.catch(() => undefined);
    return { played };
  });
  const played: Played[] = await Promise.all(begun.map((auction) => auction.played));
  const results = await resultsOf(played, accounts, patienceMs);
  return { accounts, journal: played.flatMap(({ journal }) => journal), results };
}
