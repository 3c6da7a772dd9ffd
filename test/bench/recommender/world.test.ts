import { expect, test } from 'vitest';
import { type Deal, type Recipe, type World, worldOf } from '../../../bench/recommender/world/world.ts';

const DAY_MS = 86_400_000;
const SMALL: Recipe = {
  ...{ seed: 7, people: 600, items: 3_600, bids: 30_000, days: 60 },
  untilMs: Date.UTC(2026, 0, 1),
  planted: true,
};

const played = (recipe: Recipe): { world: World; deals: Deal[] } => {
  const world = worldOf(recipe);
  return { world, deals: [...world.deals()] };
};

const planted = played(SMALL);
const unplanted = played({ ...SMALL, planted: false });

test('the same seed makes the same house, and another seed another', () => {
  const plain = ({ world, deals }: { world: World; deals: Deal[] }) =>
    JSON.stringify([
      deals.map((deal) => ({ ...deal, person: deal.person.id, item: deal.item.id })),
      world.people,
      world.items,
    ]);
  const first = plain(planted);
  expect(plain(played(SMALL)) === first).toBe(true);
  expect(plain(played({ ...SMALL, seed: 8 })) === first).toBe(false);
});

test('there are about as many bids as were asked for', () => {
  const bids = planted.deals.filter(({ kind }) => kind === 'bid').length;
  expect(bids).toBeGreaterThan(0.95 * SMALL.bids);
  expect(bids).toBeLessThan(1.05 * SMALL.bids);
});

test('everything is told in the order of time, within the days of the house', () => {
  const times = planted.deals.map(({ atMs }) => atMs);
  expect(times.every((atMs, index) => index === 0 || atMs >= (times[index - 1] ?? 0))).toBe(true);
  expect(times[0]).toBeGreaterThanOrEqual(SMALL.untilMs - SMALL.days * DAY_MS);
  expect(times.at(-1)).toBeLessThan(SMALL.untilMs);
});

test('nobody bids on what is not live, on their own, or against themselves; and likes come once, before the end', () => {
  const leaders = new Map<number, number>();
  const liked = new Set<string>();
  const wrong = planted.deals.filter((deal) => {
    const { item, person, atMs } = deal;
    if (atMs >= item.endsMs || atMs < item.listedMs || item.sellerIndex === person.index) return true;
    if (deal.kind === 'like') {
      const before = liked.size;
      return liked.add(`${person.id} ${item.id}`).size === before;
    }
    const leads = leaders.get(item.index) === person.index;
    if (deal.outcome === 'accepted') leaders.set(item.index, person.index);
    return leads || atMs < item.startsMs;
  });
  expect(wrong).toEqual([]);
  expect(liked.size).toBeGreaterThan(1_000);
});

test('some like before they bid, some bid again, and a few are refused', () => {
  const pairs = new Map<string, { liked: boolean; bids: number }>();
  let [likedFirst, again, refused] = [0, 0, 0];
  for (const deal of planted.deals) {
    const key = `${deal.person.id} ${deal.item.id}`;
    const pair = pairs.get(key) ?? { liked: false, bids: 0 };
    pairs.set(key, pair);
    if (deal.kind === 'like') pair.liked = true;
    else {
      if (pair.bids === 0 && pair.liked) likedFirst += 1;
      if (pair.bids > 0) again += 1;
      if (deal.outcome !== 'accepted') refused += 1;
      pair.bids += 1;
    }
  }
  expect(likedFirst).toBeGreaterThan(500);
  expect(again).toBeGreaterThan(3_000);
  expect(refused / planted.deals.length).toBeGreaterThan(0.02);
  expect(refused / planted.deals.length).toBeLessThan(0.1);
});

/** Of pairs of people with a share in each other's items: how much more they share with the same first favourite than with another. */
function sharing({ world, deals }: { world: World; deals: Deal[] }): { alike: number; others: number } {
  const items = new Map<number, Set<number>>();
  for (const { person, item } of deals) {
    const theirs = items.get(person.index) ?? new Set();
    items.set(person.index, theirs.add(item.index));
  }
  const sums = { alike: { shared: 0, pairs: 0 }, others: { shared: 0, pairs: 0 } };
  for (const [one, its] of items) {
    for (const [other, theirs] of items) {
      if (other <= one) continue;
      const [a, b] = [world.people[one], world.people[other]];
      const sum = a?.favourites.some((theme) => b?.favourites.includes(theme)) ? sums.alike : sums.others;
      sum.pairs += 1;
      sum.shared += [...its].filter((item) => theirs.has(item)).length / Math.min(its.size, theirs.size);
    }
  }
  return {
    alike: sums.alike.shared / sums.alike.pairs,
    others: sums.others.shared / sums.others.pairs,
  };
}

test('people with a favourite in common share more items than others; without planted tastes they do not', () => {
  const tastes = sharing(planted);
  expect(tastes.alike).toBeGreaterThan(1.5 * tastes.others);
  const none = sharing(unplanted);
  expect(none.alike).toBeLessThan(1.1 * none.others);
  expect(none.alike).toBeGreaterThan(0.9 * none.others);
});

test('a few items get most of the bids, and many get few', () => {
  const counts = new Map<number, number>();
  for (const { item } of planted.deals) counts.set(item.index, (counts.get(item.index) ?? 0) + 1);
  const sorted = [...counts.values()].sort((a, b) => b - a);
  const all = sorted.reduce((sum, count) => sum + count, 0);
  const top = sorted.slice(0, SMALL.items / 10).reduce((sum, count) => sum + count, 0);
  expect(top / all).toBeGreaterThan(0.3);
});

test('people come and go, and are of every age and gender', () => {
  const { people } = planted.world;
  const startMs = SMALL.untilMs - SMALL.days * DAY_MS;
  expect(people.some(({ joinedMs }) => joinedMs > startMs)).toBe(true);
  expect(people.some(({ leftMs }) => leftMs < SMALL.untilMs)).toBe(true);
  expect(new Set(people.map(({ gender }) => gender)).size).toBe(4);
  expect(new Set(people.map(({ birthDate }) => birthDate.slice(0, 3))).size).toBeGreaterThan(5);
  expect(planted.deals.every(({ person, atMs }) => atMs >= person.joinedMs)).toBe(true);
});
