import { expect, test } from 'vitest';
import { isUuid, newId } from '../../client-sdk/identifiers.ts';
import { eachItem } from '../../client-sdk/pages.ts';
import { seatUrl } from '../../client-sdk/seat.ts';

const seat = { sessionId: 's', roomId: 'r', processId: 'p' };

test('a seat is taken where we asked, at the path where the server is mounted', () => {
  expect(seatUrl('http://house:8080/auctions', seat)).toBe('ws://house:8080/auctions/p/r?sessionId=s');
});

test('a seat on another node is taken there, as safely as we asked', () => {
  const elsewhere = { ...seat, publicAddress: 'node-2.house:443' };
  expect(seatUrl('https://house', elsewhere)).toBe('wss://node-2.house:443/p/r?sessionId=s');
});

test('new ids are version 4 UUIDs in small letters, each one different', () => {
  const ids = Array.from({ length: 1_000 }, newId);
  expect(ids.every(isUuid)).toBe(true);
  expect(ids.every((id) => /^.{14}4.{4}[89ab]/.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(1_000);
});

test('a list is walked to its end, and no further than somebody wants to read', async () => {
  const asked: unknown[] = [];
  const items = eachItem(async ({ cursor, limit }) => {
    asked.push([cursor, limit]);
    const page = Number(cursor ?? 0);
    return { items: [page * 2, page * 2 + 1], nextCursor: page < 2 ? String(page + 1) : null };
  }, 2);
  expect((await items.next()).value).toBe(0);
  expect(asked).toEqual([[null, 2]]);
  const rest: number[] = [];
  for await (const item of items) rest.push(item);
  expect(rest).toEqual([1, 2, 3, 4, 5]);
  expect(asked).toHaveLength(3);
});
