import { createHash } from 'node:crypto';
import type { BidOutcome, RefusalCode } from '../client-sdk/index.ts';
import { csvLine } from './csv-rows.ts';

/** One bid whose outcome the house has told us: it must stand by that for ever. */
export type Acknowledged = {
  /** The auction's name in the file, and its id in the house. */
  readonly auction: string;
  readonly auctionId: string;
  readonly bidder: number;
  readonly bidId: string;
  readonly points: number;
  readonly outcome: 'accepted' | RefusalCode;
  readonly leading: boolean;
  /** The price after it; null where a refusal did not say. */
  readonly pricePoints: number | null;
};

export type AttemptedBid = Pick<Acknowledged, 'auction' | 'auctionId' | 'bidder' | 'bidId' | 'points'>;

export function acknowledged(bid: AttemptedBid, outcome: BidOutcome): Acknowledged {
  const accepted = outcome.status === 'accepted';
  return {
    ...bid,
    outcome: accepted ? 'accepted' : outcome.code,
    leading: accepted && outcome.leading,
    pricePoints: outcome.pricePoints ?? null,
  };
}

/** The id of a run's bid is made from its place in the file: whoever repeats the run repeats the very same bids. */
export function bidIdOf(run: string, auction: string, index: number): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([run, auction, index]))
    .digest('hex');
  // Version 8 of RFC 9562: a UUID whose bits are its maker's own business.
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `a${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-');
}

/** The client's own record, for whoever wants to compare it with the database. */
export function journalCsv(journal: readonly Acknowledged[]): string {
  const lines = journal.map(({ auction, auctionId, bidder, bidId, points, outcome, leading, pricePoints }) =>
    csvLine([auction, auctionId, bidder, bidId, points, outcome, leading ? 1 : 0, pricePoints ?? '']),
  );
  return csvLine([
    'auction',
    'auction_id',
    'bidder',
    'bid_id',
    'points',
    'outcome',
    'leading',
    'price_points',
  ]).concat(...lines);
}
