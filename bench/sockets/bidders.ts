/** A process of bidders, two to an auction, who outbid each other; it ends when the bench hangs up. */
import { setTimeout as pause } from 'node:timers/promises';
import { type LiveAuction, ReadyAuction } from '../../client-sdk/index.ts';
import type { BiddersAnswer, BiddersOrder, BiddersReport } from './bidders-messages.ts';

type Join = Extract<BiddersOrder, { kind: 'join' }>;
type Bid = Extract<BiddersOrder, { kind: 'bid' }>;

/** Auctions being joined at a time. */
const JOINING_AT_ONCE = 16;
const TICK_MS = 2;

const answer = (say: BiddersAnswer) => process.send?.(say);

/** Two who outbid each other in one auction, one bid at a time: then the so-and-so-many-th bid is also the so-and-so-many-th patch. */
class Duel {
  readonly #seats: readonly LiveAuction[];
  readonly askedMs: number[] = [];
  #pricePoints: number;
  isWaiting = false;

  constructor(seats: readonly LiveAuction[]) {
    this.#seats = seats;
    this.#pricePoints = seats[0]?.view.pricePoints ?? 0;
  }

  async bid(latenciesMs: number[]): Promise<void> {
    this.isWaiting = true;
    this.#pricePoints += 1;
    const sinceMs = performance.now();
    const outcome = await this.#seats[this.#pricePoints % 2]?.bid(this.#pricePoints);
    if (outcome?.status !== 'accepted') throw new Error(`a bid was answered with ${outcome?.code}`);
    latenciesMs.push(performance.now() - sinceMs);
    this.askedMs.push(performance.timeOrigin + sinceMs);
    this.isWaiting = false;
  }
}

let duels: Duel[] = [];

async function join({ url, tokens, auctionIds }: Join): Promise<Duel[]> {
  const people = tokens.map((token) => new ReadyAuction(url, { token }));
  const joined: Duel[] = [];
  const waiting = [...auctionIds.entries()];
  const joinSome = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, auctionId] = next;
      const two = [0, 1].map((side) => people[(index + side) % people.length]);
      const seats = await Promise.all(two.map((person) => person?.join(auctionId)));
      joined[index] = new Duel(seats.filter((seat) => seat !== undefined));
    }
  };
  await Promise.all(Array.from({ length: JOINING_AT_ONCE }, joinSome));
  return joined;
}

/** Open loop: a bid is made when it is due, unless its auction still waits for the one before. */
async function bid({ bidsPerSecond, seconds }: Bid): Promise<BiddersReport> {
  const latenciesMs: number[] = [];
  const waiting = new Set<Promise<void>>();
  const beganMs = performance.now();
  let unmade = 0;
  for (let made = 0; made < bidsPerSecond * seconds; ) {
    const due = ((performance.now() - beganMs) * bidsPerSecond) / 1_000;
    for (; made < Math.min(due, bidsPerSecond * seconds); made++) {
      const duel = duels[made % duels.length];
      if (duel === undefined || duel.isWaiting) {
        unmade += 1;
        continue;
      }
      // What it rejects with ends this process, and with it the bench.
      const one = duel.bid(latenciesMs).then(() => void waiting.delete(one));
      waiting.add(one);
    }
    await pause(TICK_MS);
  }
  await Promise.all(waiting);
  return { latenciesMs, askedMs: duels.map(({ askedMs }) => askedMs), unmade };
}

process.on('message', async (order: BiddersOrder) => {
  if (order.kind === 'join') {
    duels = await join(order);
    answer({ kind: 'joined' });
  } else answer({ kind: 'done', report: await bid(order) });
});
process.on('disconnect', () => process.exit(0));
