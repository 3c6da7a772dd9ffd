import { expect, test } from 'vitest';
import type { Category } from '../../../auction/categories.ts';
import { popularity } from '../../../bench/recommender/methods/popularity.ts';
import { byChance, reference } from '../../../bench/recommender/methods/reference.ts';
import type { Asked, Past } from '../../../bench/recommender/quality/split.ts';
import type { Item } from '../../../bench/recommender/world/items.ts';
import type { Person } from '../../../bench/recommender/world/people.ts';
import type { Deal } from '../../../bench/recommender/world/world.ts';
import { randomFrom } from '../../../seed/random.ts';

const DAY_MS = 86_400_000;
const CUT_MS = Date.UTC(2026, 0, 1);

const item = (index: number, category: Category): Item => ({
  ...{ index, id: `item-${index}`, title: '', appeal: 1, sellerIndex: 0, startPoints: 1 },
  ...{ listedMs: CUT_MS - DAY_MS, startsMs: CUT_MS - DAY_MS, endsMs: CUT_MS + DAY_MS },
  theme: {
    ...{ index: 0, category, size: 1, peakAge: 30, ageSpread: 10, femaleFactor: 1 },
    nouns: { english: [], korean: [] },
  },
});

const person = (index: number, gender: Person['gender'] = 'female', born = '1990-06-01'): Person => ({
  ...{ index, id: `person-${index}`, gender, birthDate: born, joinedMs: 0, leftMs: CUT_MS * 2 },
  ...{ activity: 1, favourites: [], driftedMs: 0 },
});

const bid = (who: Person, what: Item, daysBefore: number): Deal => ({
  ...{ kind: 'bid', atMs: CUT_MS - daysBefore * DAY_MS, person: who, item: what, bidId: '' },
  ...{ outcome: 'accepted', points: 1, seq: 1, pricePoints: 1, minimumPoints: 1 },
});

const past = (open: readonly Item[], deals: readonly Deal[]): Past => ({
  ...{ cutMs: CUT_MS, open, listed: open, deals, wins: [] },
});

const asked = (who: Person, dealtWith: readonly number[] = []): Asked => ({
  ...{ person: who, known: dealtWith.length > 0, wanted: new Set(), dealtWith: new Set(dealtWith) },
});

test('popular is what the most people bid on lately, however often each of them did', () => {
  const [loved, fought, old] = [item(0, 'art'), item(1, 'car'), item(2, 'art')];
  const over = item(3, 'art');
  const deals = [
    ...[10, 11, 12].map((index) => bid(person(index), over, 0.5)),
    ...[1, 2, 3, 4].map((index) => bid(person(index), old, 6)),
    bid(person(1), loved, 1),
    bid(person(2), loved, 0.5),
    ...[0.4, 0.3, 0.2, 0.1].map((days) => bid(person(3), fought, days)),
  ];
  expect(popularity(past([old, fought, loved], deals), 3)(asked(person(9)))).toEqual([0, 1, 2]);
  expect(popularity(past([old, fought, loved], deals), 30)(asked(person(9)))).toEqual([2, 0, 1]);
});

test('the reference shows three of the two categories that one’s age band and gender bid on most', () => {
  const open = [
    ...Array.from({ length: 8 }, (_, index) => item(index, 'art')),
    ...Array.from({ length: 8 }, (_, index) => item(8 + index, 'car')),
    ...Array.from({ length: 8 }, (_, index) => item(16 + index, 'sports')),
  ];
  const [woman, man] = [person(1, 'female'), person(2, 'male')];
  const [painting, car, bicycle] = [open[0], open[8], open[16]] as [Item, Item, Item];
  const deals = [
    ...[5, 4, 3].map((days) => bid(woman, painting, days)),
    ...[5, 4].map((days) => bid(woman, car, days)),
    bid(woman, bicycle, 5),
    ...[5, 4].map((days) => bid(man, bicycle, days)),
    // Somebody of another age says nothing of them.
    ...[5, 4, 3, 2, 1].map((days) => bid(person(3, 'female', '1950-01-01'), bicycle, days)),
  ];
  const shown = reference(past(open, deals), 3, randomFrom(1));
  const seen = new Set<number>();
  for (let times = 0; times < 200; times += 1) {
    const three = shown(asked(person(4, 'female', '1994-03-03')));
    expect(three.length).toBe(3);
    expect(new Set(three).size).toBe(3);
    for (const index of three) seen.add(index);
  }
  // By chance, so in time everything of both categories, and nothing else.
  expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, index) => index));
  expect(shown(asked(person(5, 'male'))).every((index) => index >= 16)).toBe(true);
});

test('what is taken by chance leaves out what somebody knows, and ends where nothing is left', () => {
  const items = [0, 1, 2, 3].map((index) => item(index, 'art'));
  expect([...byChance(items, 10, randomFrom(1), new Set([2]))].sort()).toEqual([0, 1, 3]);
  expect(byChance(items, 2, randomFrom(1), new Set()).length).toBe(2);
});
