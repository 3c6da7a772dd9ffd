import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { ReadyAuction } from '../../client-sdk/index.ts';
import { startWorker } from '../worker.ts';
import type { Answer, Crowd, Order, Report } from './bidders-messages.ts';

const PROGRAM = fileURLToPath(new URL('./bidders.ts', import.meta.url));

const BIDDERS = 20;
const AUCTIONS = 10;

/** A busy evening, and far from what the server can settle: what is measured is how long a bid waits behind lists. */
const BIDS_PER_SECOND = 200;

/** As much as one charge may be: nobody runs out. */
const CHARGE = 1_000_000_000;
const DAY_MS = 86_400_000;

/** Bidders who bid all the time, and what they say of it when asked. */
export type Bidding = {
  measure(): Promise<void>;
  report(): Promise<Report>;
  stop(): Promise<void>;
};

export async function startBidding(url: string): Promise<Bidding> {
  const crowd = await gather(url);
  const bidders = startWorker<Order, Answer>(PROGRAM);
  await bidders.ask({ kind: 'join', crowd }, 'joined');
  return {
    measure: async () => void (await bidders.ask({ kind: 'measure' }, 'measuring')),
    report: async () => (await bidders.ask({ kind: 'report' }, 'report')).report,
    stop: () => bidders.stop(),
  };
}

/** Signs everybody up and lists what they bid on, as people would. */
async function gather(url: string): Promise<Crowd> {
  // Other runs may have been here.
  const run = randomBytes(4).toString('hex');
  const signUp = async (name: string) => {
    const house = new ReadyAuction(url);
    const born = { birthDate: '1990-05-17', gender: 'undisclosed' } as const;
    await house.auth.signUp({
      email: `${name}.${run}@example.com`,
      password: 'correct horse',
      name,
      ...born,
    });
    await house.wallet.charge(CHARGE);
    return house;
  };
  const seller = await signUp('seller');
  const bidders = await Promise.all(
    Array.from({ length: BIDDERS }, (_, number) => signUp(`bidder${number}`)),
  );
  const lots = await Promise.all(
    Array.from({ length: AUCTIONS }, (_, number) =>
      seller.auctions.create({
        title: `Lot ${number + 1}`,
        description: '',
        startPricePoints: 100,
        endsAt: new Date(Date.now() + DAY_MS).toISOString(),
      }),
    ),
  );
  return {
    url,
    tokens: bidders.map(({ token }) => token ?? ''),
    auctionIds: lots.map(({ id }) => id),
    bidsPerSecond: BIDS_PER_SECOND,
  };
}
