/** What is made, before any database sees it. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { CATEGORY_IDS, type Category } from '../../auction/categories.ts';
import { LIMITS as RULES } from '../../auction/limits.ts';
import { problemsWith } from '../../auction/terms.ts';
import { type Made, madeHouse, type Recipe } from '../../seed/house.ts';
import { peopleOf } from '../../seed/people.ts';
import { planner } from '../../seed/plans.ts';
import { idsFor, randomFrom } from '../../seed/random.ts';
import { tastesOf } from '../../seed/tastes.ts';
import { madeApart } from '../../seed/workshop.ts';
import { ageAt } from '../../server/accounts/birth-date.ts';

const NOW_MS = Date.parse('2026-05-01T12:00:00Z');
const DAY_MS = 86_400_000;
const recipe: Recipe = { auctions: 2_000, seed: 1, nowMs: NOW_MS };

function fingerprint(made: Iterable<Made>): Record<string, string> {
  const hashes = new Map<string, ReturnType<typeof createHash>>();
  for (const { blocks } of made) {
    for (const { table, bytes } of blocks) {
      const hash = hashes.get(table) ?? createHash('sha256');
      hashes.set(table, hash.update(bytes));
    }
  }
  return Object.fromEntries([...hashes].map(([table, hash]) => [table, hash.digest('hex')]));
}

test('the same seed and time make the same rows, to the byte, also in another thread', async () => {
  const first = fingerprint(madeHouse(recipe));
  expect(fingerprint(madeHouse(recipe))).toEqual(first);
  const apart: Made[] = [];
  for await (const made of madeApart(recipe)) apart.push(made);
  expect(fingerprint(apart)).toEqual(first);
  expect(Object.keys(first).length).toBe(11);
});

test('another seed or another time makes other rows in every table', () => {
  const first = Object.values(fingerprint(madeHouse(recipe)));
  const other = fingerprint(madeHouse({ ...recipe, seed: 2 }));
  expect(Object.values(other).filter((hash) => first.includes(hash))).toEqual([]);
  const later = fingerprint(madeHouse({ ...recipe, nowMs: NOW_MS + DAY_MS }));
  expect(later.auction).not.toBe(fingerprint(madeHouse(recipe)).auction);
});

test('what a house is made of does not depend on how many auctions it has, but for who is in it', () => {
  const few = planner({ seed: 1, nowMs: NOW_MS, people: 100 });
  const many = planner({ seed: 1, nowMs: NOW_MS, people: 30_000 });
  expect({ ...few(3), sellerIndex: 0 }).toEqual({ ...many(3), sellerIndex: 0 });
});

test('every listing is one that the house would have taken when it was listed', () => {
  const planOf = planner({ seed: 3, nowMs: NOW_MS, people: 1_000 });
  for (let index = 0; index < 20_000; index += 1) {
    const { terms, listedMicros, cancelledAtMs } = planOf(index);
    const listedMs = Math.floor(listedMicros / 1_000);
    expect(problemsWith(terms, listedMs)).toEqual([]);
    expect(listedMs).toBeLessThanOrEqual(NOW_MS);
    expect(listedMs).toBeGreaterThanOrEqual(NOW_MS - RULES.longestAuctionMs);
    if (cancelledAtMs !== undefined) expect(cancelledAtMs).toBeLessThan(terms.plannedEndsAtMs);
  }
});

test('a third is live and ends within 14 days, a tenth is ready, the rest is over; every category has its share', () => {
  const planOf = planner({ seed: 4, nowMs: NOW_MS, people: 1_000 });
  const plans = Array.from({ length: 20_000 }, (_, index) => planOf(index));
  const share = (holds: (plan: (typeof plans)[number]) => boolean) =>
    plans.filter(holds).length / plans.length;
  const live = plans.filter(({ terms }) => terms.startsAtMs <= NOW_MS && terms.plannedEndsAtMs > NOW_MS);
  expect(live.length / plans.length).toBeCloseTo(0.35, 1);
  expect(Math.max(...live.map(({ terms }) => terms.plannedEndsAtMs))).toBeLessThanOrEqual(
    NOW_MS + 14 * DAY_MS,
  );
  expect(share(({ terms }) => terms.startsAtMs > NOW_MS)).toBeCloseTo(0.1, 1);
  expect(share(({ cancelledAtMs }) => cancelledAtMs !== undefined)).toBeGreaterThan(0.005);
  const shares = CATEGORY_IDS.map((id) => share(({ category }) => category === id));
  expect(Math.min(...shares)).toBeGreaterThan(0.02);
  expect(Math.max(...shares)).toBeGreaterThan(4 * Math.min(...shares));
});

test('people are 15 to 80 years old, of all genders, with their own tastes', () => {
  const people = peopleOf(1, 200_000, NOW_MS);
  expect(people.length).toBe(10_000);
  const ages = people.map(({ birthDate }) => ageAt(birthDate, NOW_MS));
  expect([Math.min(...ages), Math.max(...ages)]).toEqual([15, 80]);
  const genders = Map.groupBy(people, ({ gender }) => gender);
  expect([...genders.keys()].sort()).toEqual(['female', 'male', 'other', 'undisclosed']);
  expect(peopleOf(1, 5_000_000, NOW_MS).length).toBe(30_000);
});

test('who is interested goes by gender and age', () => {
  const people = peopleOf(1, 40_000, NOW_MS);
  const interested = tastesOf(people, NOW_MS);
  const random = randomFrom(1);
  const crowd = (category: Category) => Array.from({ length: 4_000 }, () => interested(random, category));
  const women = (category: Category) => crowd(category).filter(({ gender }) => gender === 'female').length;
  const age = (category: Category) =>
    crowd(category).reduce((sum, { birthDate }) => sum + ageAt(birthDate, NOW_MS), 0) / 4_000;
  expect(women('jewelry')).toBeGreaterThan(1.5 * women('car'));
  expect(age('art')).toBeGreaterThan(age('electronics') + 5);
});

test('no id is made twice, and every one is a UUID of version 4', () => {
  const idOf = idsFor(1, 'auction');
  const ids = Array.from({ length: 200_000 }, (_, index) => idOf(index));
  expect(new Set(ids.map((id) => id.slice(0, 8))).size).toBe(ids.length);
  expect(
    ids.find((id) => !/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(id)),
  ).toBeUndefined();
});
