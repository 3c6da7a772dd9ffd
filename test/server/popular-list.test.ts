import { expect, test } from 'vitest';
import type { AuctionCard } from '../../auction/api.ts';
import { openPopularList } from '../../server/recommendations/popular-list.ts';

const NOW_MS = Date.parse('2026-01-01T00:00:00Z');
const card = (id: string, sellerId: string, leftMs: number) =>
  ({ id, sellerId, endsAt: new Date(NOW_MS + leftMs).toISOString(), remainingMs: 0 }) as AuctionCard;

/** A list that is looked up as slowly as the test wants, and counts how often. */
function looked(cards: readonly AuctionCard[]) {
  const lookedUp: unknown[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const list = openPopularList(
    async (group) => {
      lookedUp.push(group);
      await promise;
      return { cards: cards.map((each) => JSON.stringify(each)).join(), group: null };
    },
    { nowMs: () => NOW_MS },
  );
  return { list, lookedUp, release: resolve };
}

test('a crowd costs one look-up per group', async () => {
  const { list, lookedUp, release } = looked([card('a', 's', 1_000)]);
  const group = { ageFrom: 30, ageTo: 39, gender: 'female' } as const;
  const crowd = Array.from({ length: 100 }, (_, nth) =>
    list(nth % 2 === 0 ? null : group, { notOf: null, limit: 10 }),
  );
  release();
  expect((await Promise.all(crowd)).every((items) => items.length === 1)).toBe(true);
  await list(null, { notOf: null, limit: 10 });
  expect(lookedUp).toEqual([null, group]);
});

test('a kept list tells the time that is left now, and has nothing of one’s own and nothing that has ended', async () => {
  const { list, release } = looked([
    card('over', 's', 0),
    card('own', 'me', 9_000),
    card('live', 's', 5_000),
  ]);
  release();
  expect(await list(null, { notOf: 'me', limit: 10 })).toMatchObject([
    { auction: { id: 'live', remainingMs: 5_000 }, reason: { kind: 'popular' } },
  ]);
  expect(await list(null, { notOf: null, limit: 1 })).toMatchObject([{ auction: { id: 'own' } }]);
});
