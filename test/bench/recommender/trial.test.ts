/** The recommender's real model on small synthetic houses: whatever is done to it, it must go on finding what was planted. */
import { beforeAll, expect, test } from 'vitest';
import { ours } from '../../../bench/recommender/methods/ours.ts';
import { recipeOf } from '../../../bench/recommender/quality/quality.ts';
import { splitByTime } from '../../../bench/recommender/quality/split.ts';
import { type Trial, trial, WINDOW_DAYS } from '../../../bench/recommender/quality/trial.ts';
import { worldOf } from '../../../bench/recommender/world/world.ts';

/** Fewer are so few to be asked for that chance has more to say than any method. */
const PEOPLE = 3_000;

let planted: Trial['scores'];
let unplanted: Trial['scores'];

beforeAll(() => {
  planted = trial(recipeOf(1, PEOPLE, true), () => {}).scores;
  unplanted = trial(recipeOf(1, PEOPLE, false), () => {}).scores;
}, 120_000);

test('with planted tastes the recommender finds twice what the reference would, shown as many, and clearly more than popularity', () => {
  expect(planted.ours.all.recall).toBeGreaterThan(2 * planted.reference.all.recall);
  expect(planted.ours.all.recall).toBeGreaterThan(2 * planted['reference-10'].all.recall);
  expect(planted.ours.all.recall).toBeGreaterThan(1.3 * planted.popularity.all.recall);
  expect(planted.ours.all.ndcg).toBeGreaterThan(1.3 * planted.popularity.all.ndcg);
});

test('what people did before is worth something where there are tastes, and nothing where there are none', () => {
  expect(planted.ours.known.recall).toBeGreaterThan(1.2 * planted['ours-without-history'].known.recall);
  // More would have been seen in the future.
  expect(unplanted.ours.known.recall).toBeLessThan(1.15 * unplanted['ours-without-history'].known.recall);
});

test('nobody finds more than who knows what is hidden', () => {
  for (const scores of [planted, unplanted]) {
    expect(scores.ours.all.recall).toBeLessThan(scores.oracle.all.recall);
    expect(scores.popularity.all.recall).toBeLessThan(scores.oracle.all.recall);
  }
});

test('for somebody nobody knows, history makes no difference', () => {
  expect(planted.ours.unknown).toEqual(planted['ours-without-history'].unknown);
});

test('what is shown does not depend on what happens after the cut', () => {
  const shown = (cutAgain: boolean) => {
    const world = worldOf(recipeOf(2, 300, true));
    const { past, asked } = splitByTime(world, WINDOW_DAYS);
    const { cutMs } = past;
    // The same past, from a house that ends there.
    const until = worldOf(recipeOf(2, 300, true));
    const deals = [];
    for (const deal of until.deals()) {
      if (deal.atMs >= cutMs) break;
      deals.push(deal);
    }
    const method = ours(world, cutAgain ? { ...past, deals } : past);
    return asked.map((each) => method(each));
  };
  const first = shown(false);
  expect(first.flat().length).toBeGreaterThan(100);
  expect(shown(true)).toEqual(first);
});
