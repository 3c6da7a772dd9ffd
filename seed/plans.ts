import type { AuctionId } from '../auction/auction.ts';
import { CATEGORY_IDS, type Category } from '../auction/categories.ts';
import { ANY_HIGHER, EBAY } from '../auction/increments.ts';
import { type Points, points } from '../auction/points.ts';
import type { SoftClose, Terms } from '../auction/terms.ts';
import { anyOf, longTailed, Weighted, wholeNumber } from './chance.ts';
import { LIMITS } from './limits.ts';
import { idsFor, type Random, randomPer } from './random.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** An auction as its seller lists it, and what will become of it. */
export type Plan = {
  readonly index: number;
  readonly id: AuctionId;
  readonly sellerIndex: number;
  readonly category: Category;
  /** When it was listed, in whole microseconds, as the database keeps it. */
  readonly listedMicros: number;
  readonly terms: Terms;
  /** When an admin calls it off. */
  readonly cancelledAtMs: number | undefined;
  /** What people think it is worth, more or less. */
  readonly worthPoints: number;
  /** How much attention it gets: 1 is usual. */
  readonly appeal: number;
};

/** Uneven, as in any house; the median price goes with it. */
const KINDS: Readonly<Record<Category, { readonly share: number; readonly medianPoints: number }>> = {
  electronics: { share: 22, medianPoints: 12_000 },
  fashion: { share: 20, medianPoints: 4_500 },
  furniture: { share: 11, medianPoints: 9_000 },
  'home-appliances': { share: 11, medianPoints: 11_000 },
  sports: { share: 9, medianPoints: 6_000 },
  car: { share: 4, medianPoints: 250_000 },
  art: { share: 5, medianPoints: 15_000 },
  jewelry: { share: 7, medianPoints: 22_000 },
  'music-instruments': { share: 4, medianPoints: 18_000 },
  other: { share: 7, medianPoints: 2_500 },
};

const SHARES = {
  live: 0.35,
  ready: 0.1,
  cancelled: 0.012,
  reserve: 0.12,
  buyNow: 0.08,
  softClose: 0.3,
  ebay: 0.1,
};
const DAYS = [3, 5, 7, 7, 10, 14, 14, 30];
const SOFT_CLOSE: SoftClose = { windowMs: 2 * MINUTE, extendByMs: 2 * MINUTE, capMs: HOUR };

const categories = new Weighted(CATEGORY_IDS, (category) => KINDS[category].share);

type House = { readonly seed: number; readonly nowMs: number; readonly people: number };

/** Plans are made anew whenever they are needed: that is cheaper than keeping them. */
export function planner({ seed, nowMs, people }: House): (index: number) => Plan {
  const idOf = idsFor(seed, 'auction');
  const randomOf = randomPer(seed, 'plan');
  return (index) => {
    const random = randomOf(index);
    const category = categories.pick(random);
    const times = timesOf(random, nowMs);
    const worthPoints = Math.max(60, longTailed(random, KINDS[category].medianPoints, 0.9));
    return {
      index,
      id: idOf(index),
      category,
      worthPoints,
      sellerIndex: Math.floor(random() ** 2 * people),
      listedMicros: times.listedMs * 1_000 + wholeNumber(random, 0, 999),
      cancelledAtMs: times.cancelledAtMs,
      appeal: longTailed(random, 1, 1.15),
      terms: {
        ...pricesOf(random, worthPoints),
        startsAtMs: times.startsAtMs,
        plannedEndsAtMs: times.endsAtMs,
      },
    };
  };
}

/** A third is live and ends soon, some have not begun, and half is over: at the very moment of "now". */
function timesOf(random: Random, nowMs: number) {
  const fate = random();
  const durationMs = anyOf(random, DAYS) * DAY;
  // Some sellers list ahead of time.
  const aheadMs = random() < 0.5 ? 0 : wholeNumber(random, MINUTE, 2 * DAY);
  if (fate < SHARES.live) {
    const leftMs = wholeNumber(random, MINUTE, Math.min(durationMs, LIMITS.liveForMs) - 1);
    const startsAtMs = nowMs + leftMs - durationMs;
    return { listedMs: startsAtMs - aheadMs, startsAtMs, endsAtMs: nowMs + leftMs, cancelledAtMs: undefined };
  }
  if (fate < SHARES.live + SHARES.ready) {
    const startsAtMs = nowMs + wholeNumber(random, MINUTE, 10 * DAY);
    const listedMs = nowMs - wholeNumber(random, MINUTE, 4 * DAY);
    return { listedMs, startsAtMs, endsAtMs: startsAtMs + durationMs, cancelledAtMs: undefined };
  }
  const overForMs = wholeNumber(random, 2 * HOUR, LIMITS.listedForMs - durationMs - aheadMs);
  const endsAtMs = nowMs - overForMs;
  const startsAtMs = endsAtMs - durationMs;
  const cancelled = random() < SHARES.cancelled / (1 - SHARES.live - SHARES.ready);
  const cancelledAtMs = cancelled ? wholeNumber(random, startsAtMs + 1, endsAtMs - 1) : undefined;
  return { listedMs: startsAtMs - aheadMs, startsAtMs, endsAtMs, cancelledAtMs };
}

function pricesOf(random: Random, worth: number): Omit<Terms, 'startsAtMs' | 'plannedEndsAtMs'> {
  const startPricePoints = rounded(worth * (0.05 + 0.6 * random() ** 2));
  const reserve = random() < SHARES.reserve ? rounded(worth * (0.6 + 0.5 * random())) : 0;
  const buyNow = random() < SHARES.buyNow ? rounded(worth * (1.1 + 0.6 * random())) : 0;
  return {
    startPricePoints,
    reservePoints: reserve >= startPricePoints ? points(reserve) : null,
    buyNowPoints: buyNow > startPricePoints && buyNow >= reserve ? points(buyNow) : null,
    ladder: random() < SHARES.ebay ? EBAY : ANY_HIGHER,
    softClose: random() < SHARES.softClose ? SOFT_CLOSE : null,
    feeBasisPoints: 250,
  };
}

/** To two digits, as people name prices; tens at least. */
export function rounded(amount: number): Points {
  const step = 10 ** Math.max(1, Math.floor(Math.log10(Math.max(1, amount))) - 1);
  return points(Math.max(step, Math.round(amount / step) * step));
}
