import { type Expected, secondPrice } from './second-price.ts';
import { randomFrom } from './seeded-random.ts';

export const HEAD = 'auction,item,duration_days,opening_cents,final_cents,bidder,bid_cents,at_days';

/** A file of recorded auctions made for a test, and what must come of each. */
export type SmallRecording = {
  readonly text: string;
  readonly bids: number;
  readonly expected: readonly (Expected & { readonly auction: string })[];
  /** Auctions whose recorded price is a hidden reserve that was met: only with it they end as recorded. */
  readonly withReserve: readonly string[];
};

type Case = {
  readonly opening: number;
  readonly bids: readonly (readonly [bidder: number, cents: number])[];
};

/** Bids that ask one question each. */
const CASES: readonly Case[] = [
  // A tie: the earlier wins, at the price both named.
  {
    opening: 100,
    bids: [
      [1, 5_000],
      [2, 5_000],
    ],
  },
  // A leader raises its own maximum, then tries to lower it.
  {
    opening: 1_000,
    bids: [
      [1, 2_000],
      [1, 9_000],
      [2, 4_000],
      [1, 8_000],
    ],
  },
  // Below the opening price, below the step, and exactly the step.
  {
    opening: 10_000,
    bids: [
      [1, 9_999],
      [2, 20_000],
      [3, 12_000],
      [4, 12_200],
      [5, 12_250],
    ],
  },
  // Nobody bids enough: no winner.
  {
    opening: 50_000,
    bids: [
      [1, 100],
      [2, 49_999],
      [1, 300],
    ],
  },
  // A single cent, and a leap over many rungs.
  {
    opening: 1,
    bids: [
      [6, 1],
      [7, 6],
      [8, 540_000],
      [6, 120_000],
      [7, 540_000],
    ],
  },
];
const DURATIONS = [3, 5, 7];
const BIDDERS = 8;

/** `auctions` auctions of `bidsEach` bids by chance beside those made by hand; the same for the same seed. */
export function smallRecording(seed: number, auctions = 6, bidsEach = 20): SmallRecording {
  const random = randomFrom(seed);
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const byChance = Array.from({ length: auctions }, (): Case => {
    let ceiling = whole(500, 20_000);
    const bids = Array.from({ length: bidsEach }, () => {
      ceiling += whole(0, 1_500);
      return [whole(1, BIDDERS), Math.max(1, ceiling - whole(0, 3_000))] as const;
    });
    return { opening: whole(1, 5_000), bids };
  });

  const lines = [HEAD];
  const expected: (Expected & { auction: string })[] = [];
  const withReserve: string[] = [];
  for (const [index, { opening, bids }] of [...CASES, ...byChance].entries()) {
    const auction = `${900_000 + index}`;
    const entered = bids.map(([bidder, cents]) => ({ bidder, cents }));
    const outcome = secondPrice(opening, entered);
    expected.push({ auction, ...outcome });
    const highest = Math.max(...bids.map(([, cents]) => cents));
    const reserved = secondPrice(opening, entered, highest);
    const hidden = index % 2 === 0 && reserved.winner !== null && highest > outcome.finalCents;
    if (hidden) withReserve.push(auction);

    const days = DURATIONS[index % DURATIONS.length] ?? 7;
    const times = bids.map(() => random() * days).sort((a, b) => a - b);
    for (const [at, [bidder, cents]] of bids.entries()) {
      const final = hidden ? highest : outcome.finalCents;
      const atDays = times[at]?.toFixed(6);
      lines.push([auction, '"Lamp, brass"', days, opening, final, bidder, cents, atDays].join(','));
    }
  }
  return { text: `${lines.join('\n')}\n`, bids: lines.length - 1, expected, withReserve };
}
