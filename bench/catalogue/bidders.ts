/** A process of bidders who bid at a steady rate, whatever is going on; it ends when the bench hangs up. */
import { type LiveAuction, ReadyAuction } from '../../client-sdk/index.ts';
import type { Answer, Crowd, Order, Report } from './bidders-messages.ts';

/** The auctions each bidder takes part in: enough rivals everywhere, and no more sockets than two cores can write to. */
const AUCTIONS_PER_BIDDER = 4;

/** What is due is sent this often. */
const TICK_MS = 5;

/** Refusals that belong to an auction: a bid that was overtaken on the way. */
const OVERTAKEN = new Set(['below_minimum', 'already_leading']);

const answer = (say: Answer) => process.send?.(say);

let latenciesMs: number[] = [];
let refused = 0;
let sinceMs = performance.now();

function begin(): void {
  latenciesMs = [];
  refused = 0;
  sinceMs = performance.now();
}

const report = (): Report => ({
  latenciesMs,
  refused,
  seconds: (performance.now() - sinceMs) / 1_000,
});

/** Who sits in which auction, and the price that the next of them offers. */
type Table = { readonly seats: readonly LiveAuction[]; pricePoints: number; bids: number };

async function join({ url, tokens, auctionIds }: Crowd): Promise<Table[]> {
  const live = { maxBidsPerSecond: Number.POSITIVE_INFINITY };
  const houses = tokens.map((token) => new ReadyAuction(url, { token, live }));
  return Promise.all(
    auctionIds.map(async (auctionId, auction) => {
      const mine = houses.filter(
        (_, bidder) =>
          (auction - bidder + auctionIds.length * tokens.length) % auctionIds.length < AUCTIONS_PER_BIDDER,
      );
      const seats = await Promise.all(mine.map((house) => house.join(auctionId)));
      return { seats, pricePoints: seats[0]?.view.pricePoints ?? 0, bids: 0 };
    }),
  );
}

async function bid(table: Table): Promise<void> {
  table.bids += 1;
  table.pricePoints += 1;
  const calledAtMs = performance.now();
  const outcome = await table.seats[table.bids % table.seats.length]?.bid(table.pricePoints);
  if (outcome?.status === 'accepted') latenciesMs.push(performance.now() - calledAtMs);
  else if (outcome !== undefined && OVERTAKEN.has(outcome.code)) refused += 1;
  else throw new Error(`a bid was answered with ${outcome?.code}`);
}

/** Open loop: a bid is made when it is due, whether or not those before were answered. */
function bidSteadily(tables: readonly Table[], perSecond: number): void {
  const startedMs = performance.now();
  let made = 0;
  setInterval(() => {
    const due = Math.floor(((performance.now() - startedMs) * perSecond) / 1_000);
    for (; made < due; made++) {
      const table = tables[made % tables.length];
      // What it rejects with ends this process, and with it the bench.
      if (table !== undefined) void bid(table);
    }
  }, TICK_MS);
}

async function obey(order: Order): Promise<void> {
  switch (order.kind) {
    case 'join':
      bidSteadily(await join(order.crowd), order.crowd.bidsPerSecond);
      answer({ kind: 'joined' });
      break;
    case 'measure':
      begin();
      answer({ kind: 'measuring' });
      break;
    case 'report':
      answer({ kind: 'report', report: report() });
  }
}

process.on('message', (order: Order) => void obey(order));
process.on('disconnect', () => process.exit(0));
