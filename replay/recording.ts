import { LIMITS } from '../auction/limits.ts';
import { type CsvRow, csvRows, FileProblem, wholeNumber } from './csv-rows.ts';

/** One maximum that was really entered. */
type RecordedBid = {
  /** The bidder's number; the same number is the same account in every auction. */
  readonly bidder: number;
  readonly cents: number;
  /** Days from the auction's start. */
  readonly atDays: number;
};

/** One auction as it really happened. */
export type RecordedAuction = {
  readonly auction: string;
  readonly item: string;
  readonly durationDays: number;
  readonly openingCents: number;
  readonly finalCents: number;
  /** In the order in which they came. */
  readonly bids: readonly RecordedBid[];
};

const COLUMNS = [
  'auction',
  'item',
  'duration_days',
  'opening_cents',
  'final_cents',
  'bidder',
  'bid_cents',
  'at_days',
] as const;
/** What every row of an auction must repeat. */
const OF_THE_AUCTION = ['item', 'duration_days', 'final_cents'] as const;
/** The name of an auction goes into titles; the house's longest title is 120. */
const LONGEST_NAME = 40;
const LONGEST_DAYS = 90;
const MOST_BIDDERS = 10_000;

/** Reads a file of recorded auctions, one row a bid; throws a `FileProblem` at the first thing that is wrong. */
export function readRecording(
  file: string,
  text: string,
  note: (sentence: string) => void = () => undefined,
): RecordedAuction[] {
  const byAuction = Map.groupBy(csvRows(file, text, COLUMNS), ({ fields }) => fields.auction ?? '');
  if (byAuction.size === 0) throw new FileProblem(file, 2, 'there are no bids');
  return [...byAuction].map(([auction, rows]) => auctionOf(file, auction, rows, note));
}

function auctionOf(
  file: string,
  auction: string,
  rows: readonly CsvRow[],
  note: (sentence: string) => void,
): RecordedAuction {
  const [first] = rows;
  if (first === undefined) throw new Error('a group without rows');
  if (auction === '' || auction.length > LONGEST_NAME) {
    throw new FileProblem(file, first.line, `auction must have 1 to ${LONGEST_NAME} characters`);
  }
  const durationDays = days(file, first, 'duration_days');
  if (durationDays === 0) throw new FileProblem(file, first.line, 'duration_days must be above 0');

  let lastAtDays = 0;
  const bids = rows.map((row) => {
    for (const column of OF_THE_AUCTION) {
      if (row.fields[column] === first.fields[column]) continue;
      throw new FileProblem(
        file,
        row.line,
        `${column} differs from line ${first.line} of auction ${auction}`,
      );
    }
    // The real file has one such row; the opening price cannot have changed once somebody had bid.
    if (row.fields.opening_cents !== first.fields.opening_cents) {
      note(
        `${file}, line ${row.line}: opening_cents differs from line ${first.line} of auction ${auction}; the first counts`,
      );
    }
    const atDays = days(file, row, 'at_days');
    if (atDays < lastAtDays) {
      const what = `at_days ${atDays} comes before the previous bid of auction ${auction} at ${lastAtDays}`;
      throw new FileProblem(file, row.line, `${what}: sort the bids of each auction by time`);
    }
    if (atDays > durationDays) {
      throw new FileProblem(file, row.line, `at_days ${atDays} lies after the end at ${durationDays} days`);
    }
    lastAtDays = atDays;
    const bidder = wholeNumber(file, row, 'bidder', 1, MOST_BIDDERS);
    return { bidder, cents: wholeNumber(file, row, 'bid_cents', 1, LIMITS.bidPoints), atDays };
  });
  return {
    auction,
    item: first.fields.item ?? '',
    durationDays,
    openingCents: wholeNumber(file, first, 'opening_cents', 1, LIMITS.bidPoints),
    finalCents: wholeNumber(file, first, 'final_cents', 0, LIMITS.bidPoints),
    bids,
  };
}

function days(file: string, row: CsvRow, column: string): number {
  const written = row.fields[column] ?? '';
  const value = Number(written);
  if (written === '' || !Number.isFinite(value) || value < 0 || value > LONGEST_DAYS) {
    throw new FileProblem(
      file,
      row.line,
      `${column} must be a number of days from 0 to ${LONGEST_DAYS}, but is "${written}"`,
    );
  }
  return value;
}
