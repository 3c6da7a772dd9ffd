/** A process of bidders who outbid each other at a steady rate, whatever is going on; it ends when the bench hangs up. */
import { type LiveAuction, ReadyAuction } from '../../client-sdk/index.ts';
import type { BiddersAnswer, BiddersOrder, BiddersReport } from './bidders-messages.ts';

/** What is due is made this often. */
const TICK_MS = 5;

/** Bids waiting for their answer, per bidder: fewer than an SDK keeps. Beyond that a server does not keep up, and it would not be news how far. */
const MOST_WAITING = 32;

/** Refusals that belong to an auction: a bid that was overtaken on the way. */
const OVERTAKEN = new Set(['below_minimum', 'already_leading']);

const answer = (say: BiddersAnswer) => process.send?.(say);

let latenciesMs: number[] = [];
let [refused, unmade] = [0, 0];
let since = { steadyMs: performance.now(), clockMs: Date.now() };

let seats: LiveAuction[] = [];
let bidding: NodeJS.Timeout | undefined;
let pricePoints = 0;
const waiting = new Set<Promise<void>>();

async function join({ url, tokens, auctionId }: Extract<BiddersOrder, { kind: 'join' }>): Promise<void> {
  const live = { maxBidsPerSecond: Number.POSITIVE_INFINITY };
  seats = await Promise.all(tokens.map((token) => new ReadyAuction(url, { token, live }).join(auctionId)));
  pricePoints = seats[0]?.view.pricePoints ?? 0;
}

function begin(): void {
  latenciesMs = [];
  [refused, unmade] = [0, 0];
  since = { steadyMs: performance.now(), clockMs: Date.now() };
}

const report = (): BiddersReport => ({
  latenciesMs,
  refused,
  unanswered: waiting.size,
  unmade,
  seconds: (performance.now() - since.steadyMs) / 1_000,
  fromMs: since.clockMs,
  toMs: Date.now(),
});

async function bid(seat: LiveAuction): Promise<void> {
  pricePoints += 1;
  const calledAtMs = performance.now();
  const outcome = await seat.bid(pricePoints);
  if (outcome.status === 'accepted') latenciesMs.push(performance.now() - calledAtMs);
  else if (OVERTAKEN.has(outcome.code)) refused += 1;
  else throw new Error(`a bid was answered with ${outcome.code}`);
}

/** Open loop: a bid is made when it is due, whether or not those before were answered. */
function bidSteadily(perSecond: number): void {
  const startedMs = performance.now();
  let made = 0;
  bidding = setInterval(() => {
    const due = Math.floor(((performance.now() - startedMs) * perSecond) / 1_000);
    for (; made < due; made++) {
      const seat = seats[made % seats.length];
      if (seat === undefined) continue;
      if (waiting.size >= MOST_WAITING * seats.length) {
        unmade += 1;
        continue;
      }
      // What it rejects with ends this process, and with it the bench.
      const one = bid(seat).then(() => void waiting.delete(one));
      waiting.add(one);
    }
  }, TICK_MS);
}

async function obey(order: BiddersOrder): Promise<void> {
  switch (order.kind) {
    case 'join':
      await join(order);
      bidSteadily(order.bidsPerSecond);
      answer({ kind: 'joined' });
      break;
    case 'measure':
      begin();
      answer({ kind: 'measuring' });
      break;
    case 'report':
      answer({ kind: 'report', report: report() });
      break;
    case 'finish':
      clearInterval(bidding);
      await Promise.all(waiting);
      await Promise.all(seats.map((seat) => seat.leave()));
      answer({ kind: 'finished' });
      break;
    default:
      order satisfies never;
  }
}

process.on('message', (order: BiddersOrder) => void obey(order));
process.on('disconnect', () => process.exit(0));
