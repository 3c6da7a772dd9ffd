import { expect, test } from 'vitest';
import { splitByTime } from '../../../bench/recommender/quality/split.ts';
import { type Deal, type Recipe, worldOf } from '../../../bench/recommender/world/world.ts';

const DAY_MS = 86_400_000;
const RECIPE: Recipe = {
  ...{ seed: 3, people: 400, items: 2_400, bids: 20_000, days: 60 },
  untilMs: Date.UTC(2026, 0, 1),
  planted: true,
};
const WINDOW_DAYS = 7;
const CUT_MS = RECIPE.untilMs - WINDOW_DAYS * DAY_MS;

const split = splitByTime(worldOf(RECIPE), WINDOW_DAYS);
const everything: Deal[] = [...worldOf(RECIPE).deals()];

test('nothing that is learned from happened at the cut or after', () => {
  const { past } = split;
  expect(past.cutMs).toBe(CUT_MS);
  expect(past.deals.length).toBeGreaterThan(10_000);
  expect(past.deals.every(({ atMs }) => atMs < CUT_MS)).toBe(true);
  expect(past.wins.every(({ atMs }) => atMs < CUT_MS)).toBe(true);
  expect(past.listed.every(({ listedMs }) => listedMs < CUT_MS)).toBe(true);
  expect(past.open.every(({ listedMs }) => listedMs < CUT_MS)).toBe(true);
});

test('nothing that happened before the cut is kept back', () => {
  expect(split.past.deals.length).toBe(everything.filter(({ atMs }) => atMs < CUT_MS).length);
});

test('a win is of the last who bid before the end, and only of what was over by the cut', () => {
  const last = new Map<number, number>();
  for (const deal of everything)
    if (deal.kind === 'bid' && deal.outcome === 'accepted') last.set(deal.item.index, deal.person.index);
  expect(split.past.wins.length).toBeGreaterThan(100);
  for (const { item, person, atMs } of split.past.wins) {
    expect(atMs).toBe(item.endsMs);
    expect(last.get(item.index)).toBe(person.index);
  }
});

test('what people are to be shown is what they bid on later, open at the cut and new to them', () => {
  const open = new Set(split.past.open.map(({ index }) => index));
  const before = everything.filter(({ atMs }) => atMs < CUT_MS);
  const after = everything.filter(({ atMs, kind }) => atMs >= CUT_MS && kind === 'bid');
  expect(split.asked.length).toBeGreaterThan(50);
  for (const { person, wanted, dealtWith, known } of split.asked) {
    const its = before.filter((deal) => deal.person.index === person.index);
    expect([...dealtWith].sort()).toEqual([...new Set(its.map(({ item }) => item.index))].sort());
    expect(known).toBe(its.length > 0);
    const later = new Set(
      after.filter((deal) => deal.person.index === person.index).map(({ item }) => item.index),
    );
    const fresh = [...later].filter((index) => open.has(index) && !dealtWith.has(index));
    expect([...wanted].sort()).toEqual(fresh.sort());
  }
});

test('what is open is live at the cut, or starts within a day', () => {
  for (const { startsMs, endsMs } of split.past.open) {
    expect(startsMs).toBeLessThan(CUT_MS + DAY_MS);
    expect(endsMs).toBeGreaterThan(CUT_MS);
  }
  expect(split.past.open.some(({ startsMs }) => startsMs > CUT_MS)).toBe(true);
});
