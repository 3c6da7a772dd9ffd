import { expect, test } from 'vitest';
import { MODEL } from '../../recommender/model/limits.ts';
import { DAY_MS, HOUR_MS, idOf, learned, NOW_MS, shownTo, type ToldDeed, type ToldItem } from './told.ts';

const bids = (item: string, ...people: string[]): ToldDeed[] =>
  people.map((person) => ({ person, item, deed: 'bid' }));

function shown(items: readonly ToldItem[], deeds: readonly ToldDeed[], asker: Parameters<typeof shownTo>[1]) {
  return shownTo(
    learned(items, deeds),
    asker,
    items.map(({ name }) => name),
  );
}

test('who bid on one item is shown what its other bidders bid on, and told which it was', () => {
  const items: ToldItem[] = [
    { name: 'camera', title: 'A camera', over: true, endsInMs: -DAY_MS },
    { name: 'lens' },
    { name: 'teapot' },
  ];
  const deeds = [
    ...bids('camera', 'ann', 'bob', 'cem', 'dan'),
    ...bids('lens', 'bob', 'cem', 'dan'),
    ...bids('teapot', 'eve', 'fay', 'gus'),
  ];
  expect(shown(items, deeds, { person: 'ann' })[0]).toEqual({
    name: 'lens',
    reason: { kind: 'because_bid', auctionId: idOf('camera'), title: 'A camera' },
  });
});

test.each([
  ['liked', 'because_liked'],
  ['won', 'because_won'],
  ['tried', 'because_bid'],
] as const)('an item somebody %s is a reason, too', (deed, kind) => {
  const items: ToldItem[] = [{ name: 'camera', over: true }, { name: 'lens' }, { name: 'teapot' }];
  const deeds: ToldDeed[] = [
    { person: 'ann', item: 'camera', deed },
    ...bids('camera', 'bob', 'cem', 'dan'),
    ...bids('lens', 'bob', 'cem', 'dan'),
    ...bids('teapot', 'eve', 'fay', 'gus'),
  ];
  expect(shown(items, deeds, { person: 'ann' })[0]).toMatchObject({ name: 'lens', reason: { kind } });
});

test('a stranger is shown what people of the same age and gender bid on before what others do', () => {
  const items: ToldItem[] = [{ name: 'skates' }, { name: 'pipe' }];
  const men = Array.from({ length: 12 }, (_, n) => `man ${n}`);
  const women = Array.from({ length: 12 }, (_, n) => `woman ${n}`);
  const deeds = [
    ...men.map((person): ToldDeed => ({ person, item: 'pipe', deed: 'bid', age: 65, gender: 'male' })),
    ...women.map((person): ToldDeed => ({ person, item: 'skates', deed: 'bid', age: 25, gender: 'female' })),
  ];
  const young = shown(items, deeds, { person: null, age: 22, gender: 'female' });
  expect(young[0]).toEqual({
    name: 'skates',
    reason: { kind: 'group', ageFrom: 20, ageTo: 29, gender: 'female' },
  });
  const old = shown(items, deeds, { person: null, age: 69, gender: 'male' });
  expect(old[0]).toEqual({ name: 'pipe', reason: { kind: 'group', ageFrom: 60, ageTo: 69, gender: 'male' } });
});

test('a group is only named for what it bid on itself', () => {
  const deeds: ToldDeed[] = ['a', 'b', 'c'].map((person) => ({
    ...{ person, item: 'pipe', deed: 'bid', age: 65, gender: 'male' },
  }));
  expect(shown([{ name: 'pipe' }], deeds, { person: null, age: 22, gender: 'female' })).toEqual([
    { name: 'pipe', reason: { kind: 'popular' } },
  ]);
});

test('who says nothing of themselves is shown what is popular, the most popular lately first', () => {
  const items: ToldItem[] = [
    { name: 'old hit', startsInMs: -20 * DAY_MS },
    { name: 'new hit', startsInMs: -20 * DAY_MS },
  ];
  const deeds = [
    ...bids('old hit', 'a', 'b', 'c', 'd').map((deed) => ({ ...deed, agoMs: 15 * DAY_MS })),
    ...bids('new hit', 'e', 'f', 'g'),
  ];
  const found = shown(items, deeds, { person: null, age: null, gender: 'undisclosed' });
  expect(found).toEqual([
    { name: 'new hit', reason: { kind: 'popular' } },
    { name: 'old hit', reason: { kind: 'popular' } },
  ]);
});

test('an item nobody has bid on yet is found by the words it shares with what somebody deals with', () => {
  const items: ToldItem[] = [
    { name: 'old', title: 'Vintage Leica camera', category: 'electronics', over: true },
    { name: 'older', title: 'Leica camera, black', category: 'electronics', over: true },
    { name: 'new', title: 'Leica camera in a box', category: 'electronics', startsInMs: -HOUR_MS },
    { name: 'sofa', title: 'Green sofa', category: 'furniture', startsInMs: -HOUR_MS },
  ];
  const deeds = [...bids('old', 'ann', 'bob'), ...bids('older', 'ann', 'cem'), ...bids('sofa', 'dan')];
  expect(shown(items, deeds, { person: 'ann' })[0]).toEqual({
    name: 'new',
    reason: { kind: 'category', category: 'electronics' },
  });
});

test('nobody is shown their own item, one they bid on, one that is over, or one that starts too late', () => {
  const items: ToldItem[] = [
    { name: 'own', seller: 'ann' },
    { name: 'bid on' },
    { name: 'refused' },
    { name: 'closed early', over: true },
    { name: 'ended', endsInMs: -1 },
    { name: 'far off', startsInMs: MODEL.startsWithinMs + HOUR_MS, endsInMs: 9 * DAY_MS },
    { name: 'soon', startsInMs: HOUR_MS },
    { name: 'live' },
  ];
  const crowd = ['bob', 'cem', 'dan'];
  const deeds: ToldDeed[] = [
    ...items.flatMap(({ name }) => bids(name, ...crowd)),
    { person: 'ann', item: 'bid on', deed: 'bid' },
    { person: 'ann', item: 'refused', deed: 'tried' },
  ];
  const names = shown(items, deeds, { person: 'ann' }).map(({ name }) => name);
  expect(names.sort()).toEqual(['live', 'soon']);
});

test('what can be shown is decided when it is asked for, not when it was learned', () => {
  const items: ToldItem[] = [
    { name: 'first', endsInMs: HOUR_MS },
    { name: 'second', startsInMs: MODEL.startsWithinMs + HOUR_MS, endsInMs: 9 * DAY_MS },
  ];
  const names = items.map(({ name }) => name);
  const model = learned(items, [...bids('first', 'a', 'b'), ...bids('second', 'a', 'b')]);
  expect(shownTo(model, { person: null }, names).map(({ name }) => name)).toEqual(['first']);
  const later = shownTo(model, { person: null }, names, { nowMs: NOW_MS + 2 * HOUR_MS });
  expect(later.map(({ name }) => name)).toEqual(['second']);
});

test('no category has more than half of the list as long as there is anything else', () => {
  const cars = Array.from({ length: 12 }, (_, n) => `car ${n}`);
  const others: ToldItem[] = (['art', 'jewelry', 'sports', 'fashion'] as const).flatMap((category) =>
    [1, 2].map((n) => ({ name: `${category} ${n}`, category })),
  );
  const items: ToldItem[] = [...cars.map((name) => ({ name, category: 'car' as const })), ...others];
  const deeds = [
    ...cars.flatMap((name) => bids(name, ...Array.from({ length: 9 }, (_, n) => `driver ${n}`))),
    ...others.flatMap(({ name }) => bids(name, 'somebody')),
  ];
  const names = shown(items, deeds, { person: null }).map(({ name }) => name);
  expect(names).toHaveLength(10);
  expect(names.filter((name) => name.startsWith('car'))).toHaveLength(5);
  const onlyCars = shown(
    cars.map((name) => ({ name, category: 'car' })),
    deeds.filter(({ item }) => item.startsWith('car')),
    { person: null },
  );
  expect(onlyCars).toHaveLength(10);
});

test('nothing learned is nothing shown, and an unknown person is a stranger', () => {
  expect(shown([], [], { person: 'ann' })).toEqual([]);
  expect(shown([{ name: 'lamp' }], [], { person: 'ann' })).toEqual([]);
  expect(shown([{ name: 'lamp' }], bids('lamp', 'bob'), { person: 'nobody' })).toHaveLength(1);
});

test('what was done half a year ago is forgotten', () => {
  const items: ToldItem[] = [{ name: 'lamp' }];
  const long = bids('lamp', 'bob', 'cem').map((deed) => ({ ...deed, agoMs: MODEL.rememberMs + DAY_MS }));
  expect(shown(items, long, { person: null })).toEqual([]);
});
