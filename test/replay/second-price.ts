/**
 * What recorded auctions must end at, worked out without any of the project's own rules: eBay's public table, and the second price. Kept
 * in the simplest words there are, because everything else in these tests is measured by it.
 */
export type Bid = { readonly bidder: number; readonly cents: number };

export type Expected = {
  readonly winner: number | null;
  readonly finalCents: number;
  readonly bids: number;
  readonly refused: number;
};

/** Below this price, this step: under a dollar five cents, and so on. */
const STEPS = [
  [100, 5],
  [500, 25],
  [2_500, 50],
  [10_000, 100],
  [25_000, 250],
  [50_000, 500],
  [100_000, 1_000],
  [250_000, 2_500],
  [500_000, 5_000],
  [Number.POSITIVE_INFINITY, 10_000],
] as const;

const oneStepAbove = (cents: number) => cents + (STEPS.find(([below]) => cents < below)?.[1] ?? 0);

export function secondPrice(openingCents: number, bids: readonly Bid[], reserveCents = 0): Expected {
  let best: Bid | null = null;
  let price = openingCents;
  let taken = 0;
  for (const bid of bids) {
    if (best === null) {
      if (bid.cents < openingCents) continue;
      best = bid;
    } else if (bid.bidder === best.bidder) {
      if (bid.cents <= best.cents) continue;
      best = bid;
    } else {
      if (bid.cents < oneStepAbove(price)) continue;
      const [high, low]: [Bid, Bid] = bid.cents > best.cents ? [bid, best] : [best, bid];
      price = Math.min(high.cents, oneStepAbove(low.cents));
      best = high;
    }
    if (best.cents >= reserveCents) price = Math.max(price, reserveCents);
    taken += 1;
  }
  const sold = best !== null && price >= reserveCents;
  return {
    winner: sold ? (best as Bid).bidder : null,
    finalCents: price,
    bids: taken,
    refused: bids.length - taken,
  };
}
