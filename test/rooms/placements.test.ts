import { LocalDriver, LocalPresence, matchMaker } from '@colyseus/core';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openRedis } from '../../persistence/redis.ts';
import { BEACONS } from '../../rooms/cluster/beacons.ts';
import { Placements } from '../../rooms/cluster/placements.ts';
import { testRedisUrl } from '../support/redis.ts';

let nodes: readonly [Redis, Redis];
beforeAll(async () => {
  const url = await testRedisUrl();
  nodes = [await openRedis(url), await openRedis(url)];
  await matchMaker.setup(new LocalPresence(), new LocalDriver());
});
afterAll(() => {
  for (const redis of nodes) redis.disconnect();
});
beforeEach(() => nodes[0].flushdb());

/** These processes are alive, and have told how many rooms they have. */
async function alive(rooms: Readonly<Record<string, number>>): Promise<void> {
  for (const [processId, count] of Object.entries(rooms)) {
    await nodes[0].zadd(BEACONS, Date.now() + 60_000, processId);
    await nodes[0].hset('roomcount', processId, `${count},0`);
  }
}

/** How many rooms each process is given, when they are asked for all at once and at two nodes. */
async function placed(count: number): Promise<Record<string, number>> {
  const askers = nodes.map((redis) => new Placements(redis));
  const chosen = await Promise.all(Array.from({ length: count }, (_, index) => askers[index % 2]?.next()));
  const counts: Record<string, number> = {};
  for (const processId of chosen) counts[String(processId)] = (counts[String(processId)] ?? 0) + 1;
  return counts;
}

test('a crowd of new rooms is spread although no process has told of any of them yet', async () => {
  await alive({ a: 0, b: 0, c: 0 });
  const counts = await placed(90);
  // What was placed fades a little meanwhile, so not to the last room.
  for (const processId of ['a', 'b', 'c']) expect(counts[processId]).toBeGreaterThan(25);
});

test('whoever has fewer rooms is given them, until it has as many', async () => {
  await alive({ a: 40, b: 0, c: 40 });
  const counts = await placed(55);
  expect(counts.b).toBeGreaterThan(35);
  expect(counts.a).toBeGreaterThan(0);
  expect(counts.c).toBeGreaterThan(0);
});

test('what was placed is forgotten when its process has told of it', async () => {
  await alive({ a: 0, b: 5 });
  await placed(4);
  // As many as `a` was given would be too many for the next, were they counted twice for ever.
  await alive({ a: 4, b: 5 });
  await expect.poll(() => new Placements(nodes[0]).next(), { timeout: 20_000, interval: 3_000 }).toBe('a');
});

test('nothing is placed on the dead, nor on who is leaving', async () => {
  await alive({ a: 10, [matchMaker.processId]: 0, dead: 0 });
  await nodes[0].zadd(BEACONS, Date.now() - 1_000, 'dead');
  await new Placements(nodes[0]).leave();
  expect(await placed(6)).toEqual({ a: 6 });
});

test('where nobody is left, there is no place', async () => {
  await alive({ [matchMaker.processId]: 0 });
  await new Placements(nodes[0]).leave();
  expect(await new Placements(nodes[1]).next()).toBeUndefined();
});
