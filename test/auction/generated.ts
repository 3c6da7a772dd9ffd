/** Random terms and random histories, small enough that bids meet, tie, run out of points and use ids twice. */
import fc from 'fast-check';
import { EBAY, type Ladder } from '../../auction/increments.ts';
import { points } from '../../auction/points.ts';
import type { Letter } from '../../auction/settlement.ts';
import type { Terms } from '../../auction/terms.ts';
import { House } from './house.ts';
import { second, terms } from './story.ts';

/** How long the generated auctions run, in seconds. */
const RUNS_S = 25;

const BIDDERS = ['ada', 'bob', 'eve', 'kim'] as const;
/** Each auction's seller bids in the other one. */
const SELLERS = ['sam', 'sue'] as const;
export const AUCTIONS = ['lamp', 'clock'] as const;

const rung = (belowPoints: number | null, stepPoints: number) => ({
  belowPoints: belowPoints === null ? null : points(belowPoints),
  stepPoints: points(stepPoints),
});

const ladders: fc.Arbitrary<Ladder> = fc.oneof(
  fc.constant(EBAY),
  fc.integer({ min: 1, max: 30 }).map((step) => [rung(null, step)]),
  fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 40 }))
    .map(([low, high]) => [rung(150, low), rung(null, high)]),
);

const softCloses = fc.record({
  windowMs: fc.integer({ min: 1_000, max: 40_000 }),
  extendByMs: fc.integer({ min: 1_000, max: 40_000 }),
  capMs: fc.integer({ min: 1_000, max: 60_000 }),
});

export const anyTerms: fc.Arbitrary<Terms> = fc
  .record({
    startPricePoints: fc.integer({ min: 1, max: 120 }),
    reserveAbove: fc.option(fc.integer({ min: 0, max: 700 })),
    buyNowAbove: fc.option(fc.integer({ min: 1, max: 150 })),
    ladder: ladders,
    softClose: fc.option(softCloses),
    feeBasisPoints: fc.constantFrom(0, 250, 1_000, 3_333, 10_000),
  })
  .map(({ startPricePoints, reserveAbove, buyNowAbove, ...others }) => {
    const reserve = reserveAbove === null ? null : startPricePoints + reserveAbove;
    return terms({
      ...others,
      startPricePoints,
      reservePoints: reserve,
      buyNowPoints: buyNowAbove === null ? null : (reserve ?? startPricePoints) + buyNowAbove,
      plannedEndsAtMs: second(RUNS_S),
    });
  });

/** Weighted, so that most of a history happens while an auction is live. */
const mostly = <T, U>(usual: fc.Arbitrary<T>, weight: number, rare: fc.Arbitrary<U>) =>
  fc.oneof({ arbitrary: usual, weight }, { arbitrary: rare, weight: 1 });

/** One letter, before it has its time. */
const anyRequest = fc.record({
  auctionId: fc.constantFrom(...AUCTIONS),
  kind: mostly(
    mostly(fc.constantFrom('maximum', 'maximum', 'plain'), 12, fc.constant('buy_now')),
    25,
    mostly(fc.constant('close'), 3, fc.constant('cancel')),
  ),
  bidderId: mostly(fc.constantFrom(...BIDDERS), 12, fc.constantFrom(...SELLERS)),
  bidId: fc.integer({ min: 1, max: 60 }).map(String),
  points: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 100, max: 900 })),
  /** Sends one of the last bids again instead, word for word. */
  again: mostly(fc.constant(0), 8, fc.integer({ min: 1, max: 5 })),
  passedMs: mostly(
    fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2_000 })),
    40,
    fc.integer({ min: 0, max: 40_000 }),
  ),
});

const anyLetters: fc.Arbitrary<Letter[]> = fc
  .array(anyRequest, { minLength: 1, maxLength: 80, size: 'max' })
  .map((requests) => {
    let atMs = second(-2);
    const letters: Letter[] = [];
    for (const { auctionId, kind, bidderId, bidId, points: amount, again, passedMs } of requests) {
      atMs += passedMs;
      const sent = again === 0 ? undefined : letters.at(-again);
      if (sent !== undefined) {
        letters.push({ ...sent, request: { ...sent.request, atMs } });
      } else if (kind === 'close' || kind === 'cancel') {
        letters.push({ auctionId, request: { kind, atMs } });
      } else {
        const bid = { kind: 'bid', bidKind: kind, bidderId, bidId, points: points(amount), atMs } as const;
        letters.push({ auctionId, request: bid });
      }
    }
    return letters;
  });

export const anyHistory = fc
  .record({
    terms: fc.tuple(anyTerms, anyTerms),
    purses: fc.array(fc.integer({ min: 0, max: 2_500 }), { minLength: 6, maxLength: 6 }),
    letters: anyLetters,
  })
  .map(({ terms, purses, letters }) => ({
    letters,
    house: () =>
      new House(
        AUCTIONS.map((id, index) => ({
          id,
          sellerId: SELLERS[index] as string,
          terms: terms[index] as Terms,
        })),
        new Map([...BIDDERS, ...SELLERS].map((name, index) => [name, purses[index] ?? 0])),
      ),
  }));

/** Letters that close whatever is still open, long after every end. */
export const CLOSE_ALL: readonly Letter[] = AUCTIONS.map((auctionId) => ({
  auctionId,
  request: { kind: 'close', atMs: second(100_000) },
}));
