import type { ReadyAuction } from '../client-sdk/index.ts';
import type { Accounts } from './accounts.ts';
import type { Played } from './auction-replay.ts';
import { csvLine } from './csv-rows.ts';
import { inLanes } from './lanes.ts';
import { patiently } from './patience.ts';

/** How one auction ended in the house. */
export type Result = {
  readonly auction: string;
  /** The bidder's number in the file; null when it was not sold. */
  readonly winner: number | null;
  readonly finalCents: number;
  /** Accepted bids. */
  readonly bids: number;
  readonly refused: number;
};

const LANES = 8;
const PAGE = 100;

/** Asks the house itself who won and for how much; only what was refused is known from our own journal alone. */
export async function resultsOf(
  played: readonly Played[],
  { seller, bidders }: Accounts,
  patienceMs: number,
): Promise<Result[]> {
  const wins = await inLanes(LANES, [...bidders], async ([bidder, house]) =>
    (await patiently(patienceMs, () => winsOf(house))).map((auctionId) => [auctionId, bidder] as const),
  );
  const winners = new Map(wins.flat());
  return inLanes(LANES, played, async ({ recorded: { auction }, auctionId, journal }) => {
    const body = await patiently(patienceMs, () => seller.auctions.get(auctionId));
    const winner = winners.get(auctionId) ?? null;
    if ((body.ending === 'sold') !== (winner !== null)) {
      throw new Error(`auction ${auction} is ${body.ending}, but its winner is ${winner ?? 'nobody'}`);
    }
    return {
      auction,
      winner,
      finalCents: body.pricePoints,
      bids: body.bidCount,
      refused: journal.filter(({ outcome }) => outcome !== 'accepted').length,
    };
  });
}

async function winsOf(house: ReadyAuction): Promise<string[]> {
  const auctionIds: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof house.me.wins>> = await house.me.wins({ cursor, limit: PAGE });
    auctionIds.push(...page.items.map(({ auctionId }) => auctionId));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return auctionIds;
}

export function resultsCsv(results: readonly Result[]): string {
  const lines = results.map(({ auction, winner, finalCents, bids, refused }) =>
    csvLine([auction, winner ?? '', finalCents, bids, refused]),
  );
  return csvLine(['auction', 'winner', 'final_cents', 'bids', 'refused']).concat(...lines);
}
