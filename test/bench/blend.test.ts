import { expect, test } from 'vitest';
import { blend } from '../../bench/catalogue/blend.ts';

const counted = (paths: readonly string[], prefix: string) =>
  paths.filter((path) => path.startsWith(prefix)).length;

test('wherever one begins, each ingredient is met by its share', () => {
  const mixed = blend(
    [
      { share: 3, paths: ['/a1', '/a2', '/a3'] },
      { share: 1, paths: ['/b'] },
    ],
    1_000,
  );
  for (let first = 0; first <= 980; first += 20) {
    const stretch = mixed.slice(first, first + 20);
    expect([counted(stretch, '/a'), counted(stretch, '/b')]).toEqual([15, 5]);
  }
});

test('all paths of an ingredient are used evenly', () => {
  const mixed = blend([{ share: 1, paths: ['/1', '/2', '/3'] }], 30);
  expect(['/1', '/2', '/3'].map((path) => counted(mixed, path))).toEqual([10, 10, 10]);
});

test('an ingredient of nothing leaves its share to the others', () => {
  const mixed = blend(
    [
      { share: 1, paths: [] },
      { share: 1, paths: ['/b'] },
    ],
    10,
  );
  expect(mixed).toEqual(Array(10).fill('/b'));
});
