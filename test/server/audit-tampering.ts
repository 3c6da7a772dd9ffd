/** What a case of tampering says, and the names of the promises it may break. */
import type { BusyHouse } from './audit-house.ts';

/** Statements that break something, and the promises it breaks, each with words of the finding. */
export type Case = readonly [
  what: string,
  statements: (house: BusyHouse) => readonly string[],
  found: (house: BusyHouse) => Readonly<Record<string, string>>,
];

export const BOOKS = 'every wallet is the sum of its transfers';
export const ALL_POINTS = 'all points in wallets, clearing and fees were charged once';
export const CLEARING = 'what a winner paid, the seller got';
export const HELD = 'a wallet holds the maximums of the open auctions it leads, and nothing else';
export const HOLDS = 'no hold outlives its auction or its lead';
export const OUTCOMES = 'every closed auction was settled once, as it ended, and no open one was';
export const NUMBERS = 'the entries of every log are numbered without gaps';
export const EPOCHS = 'the epochs of owners never fall along a log';
export const DECISIONS = 'deciding every log again gives what is stored';
export const MOVEMENTS = 'every log entry moved exactly the points it had to';
export const BIDS_BELONG = 'every bid belongs to an auction and a bidder';
export const TRANSFERS_BELONG = 'every transfer belongs to an auction and a wallet';

/** The row of one bid. */
export const bidOf = (auctionId: string, seq: number) => `auction_id = '${auctionId}' and seq = ${seq}`;

/** An id that nothing has. */
export const UNKNOWN = '00000000-0000-4000-8000-000000000000';
