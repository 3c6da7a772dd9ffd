import type { AuctionId } from '../../../auction/auction.ts';
import { anyOf, longTailed, Weighted, wholeNumber } from '../../../seed/chance.ts';
import { idsFor, randomPer } from '../../../seed/random.ts';
import { type Theme, titleOf } from './themes.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long sellers let an item run. */
const DAYS = [3, 5, 7, 7, 10];
/** Of all sellers so many list ahead of the start, up to two days. */
const LISTED_AHEAD = 0.3;
/** How far the appeal of items is spread: the most wanted hundredth gets ten times what is usual. */
const APPEAL_SPREAD = 1;

export type Item = {
  readonly index: number;
  readonly id: AuctionId;
  /** Hidden: nothing but the generator knows it, or the appeal. */
  readonly theme: Theme;
  readonly appeal: number;
  readonly title: string;
  readonly sellerIndex: number;
  readonly startPoints: number;
  readonly listedMs: number;
  readonly startsMs: number;
  readonly endsMs: number;
};

type Stock = {
  readonly seed: number;
  readonly items: number;
  readonly people: number;
  readonly startMs: number;
  readonly untilMs: number;
  readonly themes: readonly Theme[];
};

/** Evenly over the time, in the order in which they are listed. */
export function itemsOf({ seed, items, people, startMs, untilMs, themes }: Stock): Item[] {
  const idOf = idsFor(seed, 'bench item');
  const randomOf = randomPer(seed, 'bench item');
  const kinds = new Weighted(themes, ({ size }) => size);
  return Array.from({ length: items }, (_, index) => {
    const random = randomOf(index);
    const theme = kinds.pick(random);
    const listedMs = Math.floor(startMs + ((index + random()) / items) * (untilMs - startMs));
    const startsMs = listedMs + (random() < LISTED_AHEAD ? wholeNumber(random, HOUR_MS, 2 * DAY_MS) : 0);
    return {
      index,
      id: idOf(index),
      theme,
      appeal: longTailed(random, 1, APPEAL_SPREAD),
      title: titleOf(random, theme),
      sellerIndex: Math.floor(random() ** 2 * people),
      startPoints: Math.max(10, Math.round(longTailed(random, 5_000, 1) / 10) * 10),
      listedMs,
      startsMs,
      endsMs: startsMs + anyOf(random, DAYS) * DAY_MS,
    };
  });
}
