/** People who outbid each other, and what they were told of it themselves. */
import type { LiveAuction, ReadyAuction } from '../../client-sdk/index.ts';
import { listed } from './people.ts';

/** What became of one auction between two people. */
export type Outcome = {
  readonly auctionId: string;
  /** The prices at which the first of the two was outbid. */
  readonly outbidAt: readonly number[];
  readonly pricePoints: number;
  readonly firstWon: boolean;
};

export type Storm = {
  readonly seller: ReadyAuction;
  readonly bidders: readonly [ReadyAuction, ReadyAuction];
  readonly priceChanges: number;
  /** Auctions at a time. */
  readonly lanes: number;
  readonly auctionMs: number;
  /** Called at each price change once it is acknowledged, with how many there were. */
  readonly changed: (count: number) => void;
};

/** Two people bid in one auction after another, each to its end, until enough prices have changed. */
export async function bidStorm(storm: Storm): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let count = 0;
  const lane = async () => {
    while (count < storm.priceChanges) {
      outcomes.push(await oneAuction(storm, () => storm.changed(++count)));
    }
  };
  await Promise.all(Array.from({ length: storm.lanes }, lane));
  return outcomes;
}

async function oneAuction({ seller, bidders, auctionMs }: Storm, changed: () => void): Promise<Outcome> {
  const { id } = await listed(seller, { endsInMs: auctionMs });
  const seats = await joined(bidders, id);
  const isOver = new Promise((resolve) => seats[0].on('closed', resolve));
  const outbidAt: number[] = [];
  let pricePoints = 100;
  let turn = 0;
  for (; ; turn++) {
    const outcome = await seats[turn % 2 === 0 ? 0 : 1].bid(pricePoints + 1);
    if (outcome.status === 'refused') {
      if (outcome.code !== 'ended') throw new Error(outcome.code);
      break;
    }
    pricePoints = outcome.pricePoints;
    if (turn % 2 === 1) outbidAt.push(pricePoints);
    changed();
  }
  await isOver;
  await left(seats);
  // Who would have been next does not lead.
  return { auctionId: id, outbidAt, pricePoints, firstWon: turn % 2 === 1 };
}

/** Two people outbid each other until it is enough; resolves with the last price. */
export async function outbidEachOther(
  bidders: readonly [ReadyAuction, ReadyAuction],
  auctionId: string,
  isEnough: () => boolean,
): Promise<number> {
  const seats = await joined(bidders, auctionId);
  let pricePoints = 100;
  for (let turn = 0; !isEnough(); turn++) {
    const outcome = await seats[turn % 2 === 0 ? 0 : 1].bid(pricePoints + 1);
    if (outcome.status === 'refused') throw new Error(outcome.code);
    pricePoints = outcome.pricePoints;
  }
  await left(seats);
  return pricePoints;
}

const joined = ([first, second]: readonly [ReadyAuction, ReadyAuction], auctionId: string) =>
  Promise.all([first.join(auctionId), second.join(auctionId)]);

const left = (seats: readonly LiveAuction[]) => Promise.all(seats.map((seat) => seat.leave()));
