import { setTimeout as pause } from 'node:timers/promises';
import type { LiveAuction } from '../client-sdk/index.ts';
import type { Accounts } from './accounts.ts';
import { type Acknowledged, acknowledged, bidIdOf } from './journal.ts';
import type { Listed } from './listings.ts';
import type { RecordedAuction } from './recording.ts';
import { Seats } from './seats.ts';

const DAY_MS = 86_400_000;

/** What is told while a replay runs. */
export type ReplayWatcher = {
  readonly listed?: (auction: string) => void;
  readonly acknowledged?: (bid: Acknowledged) => void;
  readonly closed?: (auction: string) => void;
  /** A live auction lost its connection and is coming back by itself. */
  readonly reconnecting?: () => void;
  /** The server asked us to slow down, by so many seconds. */
  readonly waiting?: (seconds: number) => void;
};

export type PlayOptions = {
  readonly accounts: Accounts;
  readonly run: string;
  readonly speed: number;
  readonly patienceMs: number;
  readonly watcher: ReplayWatcher;
};

/** What one recorded auction became here. */
export type Played = {
  readonly recorded: RecordedAuction;
  readonly auctionId: string;
  readonly journal: readonly Acknowledged[];
};

/** Lets the bidders of one listed auction bid as recorded, and stays until it is closed. */
export async function replayAuction(
  recorded: RecordedAuction,
  { auctionId, startedAtMs }: Listed,
  { accounts, run, speed, patienceMs, watcher }: PlayOptions,
): Promise<Played> {
  const { auction, bids } = recorded;

  const countBreaks = (live: LiveAuction) =>
    live.on('connection', (change) => {
      if (change.state === 'reconnecting' && change.attempt === 1) watcher.reconnecting?.();
    });
  // Somebody watches to the end, so that the room stays and closes the auction by its own timer.
  const lookout = await accounts.seller.join(auctionId);
  countBreaks(lookout);
  const seats = new Seats(auctionId, accounts.bidders, countBreaks);
  const lastOf = new Map(bids.map(({ bidder }, index) => [bidder, index]));

  const journal: Acknowledged[] = [];
  for (const [index, { bidder, cents, atDays }] of bids.entries()) {
    const seat = seats.of(bidder);
    const next = bids[index + 1];
    if (next !== undefined) void seats.of(next.bidder);
    await until(startedAtMs + (atDays * DAY_MS) / speed);

    const bid = { auction, auctionId, bidder, bidId: bidIdOf(run, auction, index), points: cents };
    // The next bid waits for this one's outcome: no network can then change their order.
    const outcome = await (await seat).bidUpTo(bid.points, { bidId: bid.bidId });
    const entry = acknowledged(bid, outcome);
    journal.push(entry);
    watcher.acknowledged?.(entry);
    if (lastOf.get(bidder) === index) await seats.leave(bidder);
  }

  await closing(lookout, patienceMs);
  watcher.closed?.(auction);
  await lookout.leave();
  return { recorded, auctionId, journal };
}

async function until(atMs: number): Promise<void> {
  const waitMs = atMs - Date.now();
  if (waitMs > 0) await pause(waitMs);
}

/** Resolves when the auction is closed; rejects when it cannot be watched any more, or should have been closed long ago. */
async function closing(live: LiveAuction, patienceMs: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const look = () => {
    if (live.view.ending !== null) resolve();
  };
  live.on('view', look);
  live.on('connection', (change) => {
    if (change.state === 'lost') reject(change.failure);
  });
  const late = () => reject(new Error(`"${live.view.title}" is not closed ${patienceMs} ms after its end`));
  const deadline = setTimeout(late, live.remainingMs() + patienceMs);
  look();
  await promise.finally(() => clearTimeout(deadline));
}
