import type { OwnBidBody, ReadyAuction } from '../client-sdk/index.ts';
import type { Accounts } from './accounts.ts';
import type { Acknowledged } from './journal.ts';
import { inLanes } from './lanes.ts';
import { patiently } from './patience.ts';

const LANES = 8;
const PAGE = 100;

/**
 * Compares what the house told us with what it has written down: every acknowledged bid must stand there exactly once, with the outcome
 * that was acknowledged, and nothing else in these auctions. Returns one sentence per difference.
 */
export async function differences(
  journal: readonly Acknowledged[],
  { bidders }: Accounts,
  patienceMs: number,
): Promise<string[]> {
  const auctionIds = new Set(journal.map(({ auctionId }) => auctionId));
  const told = Map.groupBy(journal, ({ bidder }) => bidder);
  const found = await inLanes(LANES, [...bidders], async ([bidder, house]) => {
    const stored = await patiently(patienceMs, () => bidsOf(house, auctionIds));
    return compare(bidder, told.get(bidder) ?? [], stored);
  });
  return found.flat();
}

function compare(bidder: number, told: readonly Acknowledged[], stored: readonly OwnBidBody[]): string[] {
  const problems: string[] = [];
  const storedById = Map.groupBy(stored, ({ bidId }) => bidId);
  for (const bid of told) {
    const what = `bid ${bid.bidId} of bidder ${bidder} in auction ${bid.auction}`;
    const entries = storedById.get(bid.bidId) ?? [];
    storedById.delete(bid.bidId);
    const [entry] = entries;
    if (entry === undefined) problems.push(`${what} is missing`);
    else if (entries.length > 1) problems.push(`${what} stands there ${entries.length} times`);
    else if (
      said(bid) !== said({ ...entry, pricePoints: bid.pricePoints === null ? null : entry.pricePoints })
    )
      problems.push(`${what} was acknowledged as ${said(bid)}, but is stored as ${said(entry)}`);
  }
  for (const bidId of storedById.keys())
    problems.push(`bid ${bidId} of bidder ${bidder} was never told to us`);
  return problems;
}

type Said = Pick<Acknowledged, 'auctionId' | 'points' | 'outcome' | 'leading' | 'pricePoints'>;

const said = ({ auctionId, points, outcome, leading, pricePoints }: Said): string =>
  `${points} in ${auctionId}: ${outcome}${leading ? ', leading' : ''}, price ${pricePoints}`;

async function bidsOf(house: ReadyAuction, auctionIds: ReadonlySet<string>): Promise<OwnBidBody[]> {
  const bids: OwnBidBody[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof house.me.bids>> = await house.me.bids({ cursor, limit: PAGE });
    bids.push(...page.items.filter(({ auctionId }) => auctionIds.has(auctionId)));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return bids;
}
