import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Gender } from '../../auction/api.ts';
import { CATEGORY_IDS } from '../../auction/categories.ts';
import { groupOf } from '../../auction/groups.ts';
import { History } from '../../recommender/history.ts';
import type { Deed } from '../../recommender/model/interaction-log.ts';
import { learn } from '../../recommender/model/learning.ts';
import { MODEL } from '../../recommender/model/limits.ts';
import { recommend } from '../../recommender/model/recommending.ts';
import { HOUR_MS, idOf, NOW_MS, type ToldDeed, type ToldItem, tellDeed, tellItem } from './told.ts';

const PEOPLE = ['ann', 'bob', 'cem', 'dan', 'eve', 'fay', 'gus', 'hal'];
const ITEMS = Array.from({ length: 14 }, (_, n) => `item ${n}`);
const WORDS = ['red', 'old', 'camera', 'lamp', '의자', '시계'];
const GENDERS: Gender[] = ['female', 'male', 'other', 'undisclosed'];
const DEEDS: Deed[] = ['bid', 'tried', 'liked', 'won'];

const items: fc.Arbitrary<ToldItem[]> = fc.tuple(
  ...ITEMS.map((name, n) =>
    fc.record({
      name: fc.constant(name),
      seller: fc.constantFrom(...PEOPLE),
      category: fc.constantFrom(...CATEGORY_IDS.slice(0, 3)),
      title: fc.subarray(WORDS, { minLength: 1 }).map((words) => words.join(' ')),
      // Each at a time of its own, for what is told in another order must not be told otherwise.
      startsInMs: fc.integer({ min: -72, max: 40 }).map((hours) => hours * HOUR_MS + n),
      endsInMs: fc.integer({ min: -10, max: 200 }).map((hours) => hours * HOUR_MS),
      over: fc.boolean(),
    }),
  ),
);

const deeds: fc.Arbitrary<ToldDeed[]> = fc
  .array(
    fc.record({
      person: fc.constantFrom(...PEOPLE),
      item: fc.constantFrom(...ITEMS),
      deed: fc.constantFrom(...DEEDS),
      hoursAgo: fc.integer({ min: 0, max: 200 * 24 }),
      age: fc.integer({ min: 14, max: 90 }),
      gender: fc.constantFrom(...GENDERS),
    }),
    // As many as that, not the few that would be likely.
    { maxLength: 80, size: 'max' },
  )
  .map((all) => all.map(({ hoursAgo, ...deed }, n) => ({ ...deed, agoMs: hoursAgo * HOUR_MS + n * 1_000 })));

const askers = fc.record({
  userId: fc.option(fc.constantFrom(...PEOPLE.map(idOf), idOf('a stranger'))),
  age: fc.option(fc.integer({ min: 0, max: 120 })),
  gender: fc.constantFrom(...GENDERS),
});

const houses = fc.record({ items, deeds, asker: askers, limit: fc.integer({ min: 1, max: 20 }) });

function historyOf(told: readonly ToldItem[], done: readonly ToldDeed[]): History {
  const history = new History();
  for (const item of told) tellItem(history, item);
  for (const deed of done) tellDeed(history, deed);
  return history;
}

test('whatever is shown can be bid on, is new to who asks, not their own, and there once', () => {
  fc.assert(
    fc.property(houses, ({ items: told, deeds: done, asker, limit }) => {
      const { log, items: table } = historyOf(told, done);
      const shown = recommend(learn(log, table, NOW_MS), asker, NOW_MS, limit);
      expect(shown.length).toBeLessThanOrEqual(limit);
      expect(new Set(shown.map(({ auctionId }) => auctionId)).size).toBe(shown.length);
      for (const { auctionId } of shown) {
        const item = told.find(({ name }) => idOf(name) === auctionId);
        expect(item?.over).toBe(false);
        expect(item?.endsInMs).toBeGreaterThan(0);
        expect(item?.startsInMs).toBeLessThanOrEqual(MODEL.startsWithinMs);
        expect(idOf(item?.seller ?? '')).not.toBe(asker.userId);
        const theirs = done.filter((deed) => idOf(deed.person) === asker.userId && deed.item === item?.name);
        const young = theirs.filter(({ agoMs = 0 }) => agoMs < MODEL.rememberMs);
        expect(young.every(({ deed }) => deed === 'liked')).toBe(true);
      }
    }),
    { numRuns: 400 },
  );
});

test('every reason is true', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(houses, ({ items: told, deeds: done, asker, limit }) => {
      const { log, items: table } = historyOf(told, done);
      const recent = done.filter(({ agoMs = 0 }) => agoMs <= MODEL.rememberMs);
      const dealtWith = (person: string, item: string) =>
        done.some((deed) => idOf(deed.person) === person && idOf(deed.item) === item);
      for (const { auctionId, reason } of recommend(learn(log, table, NOW_MS), asker, NOW_MS, limit)) {
        kinds.add(reason.kind);
        switch (reason.kind) {
          case 'because_bid':
          case 'because_liked':
          case 'because_won': {
            const wanted: Deed[] = {
              because_bid: ['bid', 'tried'],
              because_liked: ['liked'],
              because_won: ['won'],
            }[reason.kind] as Deed[];
            const own = done.filter(
              (deed) => idOf(deed.person) === asker.userId && idOf(deed.item) === reason.auctionId,
            );
            expect(own.some(({ deed }) => wanted.includes(deed))).toBe(true);
            expect(told.find(({ name }) => idOf(name) === reason.auctionId)?.title).toBe(reason.title);
            const others = PEOPLE.map(idOf).filter((person) => person !== asker.userId);
            const both = others.filter(
              (who) => dealtWith(who, auctionId) && dealtWith(who, reason.auctionId),
            );
            expect(both).not.toEqual([]);
            break;
          }
          case 'group': {
            expect(groupOf(asker.age ?? -1, asker.gender)).toEqual({
              ...{ ageFrom: reason.ageFrom, ageTo: reason.ageTo, gender: reason.gender },
            });
            const bidders = done.filter(({ item }) => idOf(item) === auctionId).map(({ person }) => person);
            const groups = bidders.map((person) => latestGroup(done, person));
            expect(groups).toContainEqual(groupOf(asker.age ?? -1, asker.gender));
            break;
          }
          case 'category':
            expect(told.find(({ name }) => idOf(name) === auctionId)?.category).toBe(reason.category);
            expect(
              recent.some(
                ({ person, item }) =>
                  idOf(person) === asker.userId &&
                  told.find(({ name }) => name === item)?.category === reason.category,
              ),
            ).toBe(true);
            break;
          case 'popular':
            expect(done.some(({ item }) => idOf(item) === auctionId)).toBe(true);
            break;
          default:
            reason satisfies never;
        }
      }
    }),
    { numRuns: 400 },
  );
  // Else the test would prove nothing of a kind that never came up.
  expect([...kinds].sort()).toEqual([
    'because_bid',
    'because_liked',
    'because_won',
    'category',
    'group',
    'popular',
  ]);
});

function latestGroup(done: readonly ToldDeed[], person: string) {
  const said = done.filter(
    (deed) => deed.person === person && (deed.deed === 'bid' || deed.deed === 'tried'),
  );
  const [latest] = said.sort((a, b) => (a.agoMs ?? 0) - (b.agoMs ?? 0));
  return latest === undefined ? null : groupOf(latest.age ?? -1, latest.gender ?? 'undisclosed');
}

test('learning bit by bit, in any order and some of it twice, is learning it all at once', () => {
  const shuffled = houses.chain((house) =>
    fc.record({
      house: fc.constant(house),
      order: fc.shuffledSubarray(house.deeds, { minLength: house.deeds.length }),
      again: fc.subarray(house.deeds),
      itemsLast: fc.boolean(),
    }),
  );
  fc.assert(
    fc.property(shuffled, ({ house, order, again, itemsLast }) => {
      const { asker, limit } = house;
      const atOnce = historyOf(house.items, house.deeds);
      const bitByBit = new History();
      const tellItems = () => house.items.toReversed().forEach((item) => void tellItem(bitByBit, item));
      if (!itemsLast) tellItems();
      for (const [n, deed] of [...order, ...again].entries()) {
        tellDeed(bitByBit, deed);
        if (n % 20 === 0) learn(bitByBit.log, bitByBit.items, NOW_MS);
      }
      if (itemsLast) tellItems();
      const ask = ({ log, items: table }: History) =>
        recommend(learn(log, table, NOW_MS), asker, NOW_MS, limit);
      expect(ask(bitByBit)).toEqual(ask(atOnce));
    }),
    { numRuns: 200 },
  );
});

test('one answer leaves nothing behind for the next', () => {
  fc.assert(
    fc.property(houses, askers, ({ items: told, deeds: done, asker, limit }, other) => {
      const { log, items: table } = historyOf(told, done);
      const model = learn(log, table, NOW_MS);
      const first = recommend(model, asker, NOW_MS, limit);
      recommend(model, other, NOW_MS, limit);
      expect(recommend(model, asker, NOW_MS, limit)).toEqual(first);
    }),
    { numRuns: 200 },
  );
});
