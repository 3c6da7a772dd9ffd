import { setTimeout as pause } from 'node:timers/promises';
import type { CataloguePage } from '../../auction/api.ts';
import { type Bidding, startBidding } from '../catalogue/bidding.ts';
import { page } from '../catalogue/pages.ts';
import { showProgress } from '../progress.ts';
import { type Browsed, type Browsing, startBrowsing } from './browsing.ts';
import { type Condition, type ConditionName, conditionsOf } from './conditions.ts';
import type { House } from './house.ts';

/** In turns, so that a machine that becomes slower is slower for all. */
const ROUNDS = 2;
/** A room that has just opened, and a server that has just begun, are slower. */
const WARM_UP_MS = 3_000;
/** How long the moment of failing is. */
const AT_ONCE_MS = 1_000;
/** For who was suspended or started anew; then something is wrong. */
const WELL_WITHIN_MS = 30_000;

/** Some time under one condition. */
export type Span = { readonly browsed: Browsed; readonly bidsMs: readonly number[] };

export type Measured = {
  readonly name: ConditionName;
  /** The first second of it. */
  readonly atOnce: Span;
  /** The rest. */
  readonly after: Span;
};

export async function measureConditions(house: House, seconds: number): Promise<Measured[]> {
  const bidding = await startBidding(house.url);
  const browsing = startBrowsing(house.url, house.tokens);
  const conditions = conditionsOf(house.recommender);
  const measured: Measured[] = [];
  try {
    await well(house.url);
    browsing.begin();
    await pause(WARM_UP_MS);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [index, condition] of conditions.entries()) {
        const doing = `round ${round + 1} of ${ROUNDS}: ${condition.name}`;
        showProgress(round * conditions.length + index, ROUNDS * conditions.length, doing);
        measured.push(await measuredUnder(condition, bidding, browsing, seconds));
        await well(house.url);
      }
    }
    return measured;
  } finally {
    browsing.stop();
    await bidding.stop();
  }
}

async function measuredUnder(
  { name, before, during, undo }: Condition,
  bidding: Bidding,
  browsing: Browsing,
  seconds: number,
): Promise<Measured> {
  browsing.pause();
  await before?.();
  browsing.begin();
  browsing.browsed();
  const span = async (lastsMs: number, doing?: () => unknown): Promise<Span> => {
    await bidding.measure();
    await Promise.all([doing?.(), pause(lastsMs)]);
    const { latenciesMs } = await bidding.report();
    return { browsed: browsing.browsed(), bidsMs: latenciesMs };
  };
  const atOnce = await span(AT_ONCE_MS, during);
  const after = await span(seconds * 1_000 - AT_ONCE_MS);
  browsing.pause();
  await undo?.();
  return { name, atOnce, after };
}

/** Somebody asks now and then, as it takes for it to be tried again. */
async function well(url: string): Promise<void> {
  const untilMs = performance.now() + WELL_WITHIN_MS;
  while (performance.now() < untilMs) {
    const { recommended }: CataloguePage = await page(url, '/api/auctions?recommended=true');
    if (recommended?.source === 'recommender') return;
    await pause(50);
  }
  throw new Error('the recommender did not come back');
}
