/** What several nodes count of one account or address, through Redis and without it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalRedis, startRedis } from '../../local-services/redis.ts';
import { openRequestCounts, type RequestCounts } from '../../persistence/request-counts.ts';

let redis: LocalRedis;
const open: RequestCounts[] = [];

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(async () => {
  for (const each of open) each.stop();
  await redis.stop();
});

async function node(windowMs = 60_000, redisUrl: string | undefined = redis.url()): Promise<RequestCounts> {
  const counts = await openRequestCounts({ redisUrl, windowMs });
  open.push(counts);
  return counts;
}

const countTo = (counts: RequestCounts, name: string, times: number) => {
  let last = 0;
  for (let each = 0; each < times; each++) last = counts.count(name).used;
  return last;
};

test('nodes count together, and nobody waits for it', async () => {
  const [one, two] = [await node(), await node()];
  expect(countTo(one, 'ann', 10)).toBe(10);
  let before = 0;
  // Each look counts as well.
  await expect
    .poll(() => {
      before += 1;
      return two.count('ann').used;
    })
    .toBeGreaterThanOrEqual(10 + 1);
  await expect.poll(() => one.count('ann').used - 11 - before).toBeGreaterThanOrEqual(0);
  expect(two.count('bob').used).toBe(1);
});

test('a window ends for all nodes when it ends for the first of them, and the next begins from nothing', async () => {
  const [one, two] = [await node(1_000), await node(1_000)];
  const { resetMs } = one.count('cyd');
  expect(resetMs).toBeCloseTo(1_000);
  countTo(one, 'cyd', 99);
  await expect.poll(() => two.count('cyd').used, { interval: 20 }).toBeGreaterThan(100);
  await expect.poll(() => two.count('cyd').used, { interval: 100, timeout: 5_000 }).toBeLessThan(20);
  await expect.poll(() => one.count('cyd').used, { interval: 300, timeout: 5_000 }).toBeLessThan(40);
});

test('while Redis is killed, silent or flushed each counts by itself, and afterwards together again', async () => {
  const [one, two] = [await node(), await node()];
  const together = async (name: string) => {
    countTo(one, name, 1_000);
    // Told again, because what was told into the void stays untold.
    await expect
      .poll(
        () => {
          one.count(name);
          return two.count(name).used;
        },
        { timeout: 20_000 },
      )
      .toBeGreaterThan(200);
  };
  await redis.kill();
  expect(countTo(one, 'dan', 50)).toBe(50);
  await redis.restart();
  await together('eve');

  redis.pause();
  expect(countTo(two, 'fay', 50)).toBe(50);
  redis.resume();
  await together('gil');

  countTo(one, 'hal', 500);
  await expect.poll(() => two.count('hal').used).toBeGreaterThan(500);
  await redis.flush();
  // What Redis forgot is remembered here.
  expect(one.count('hal').used).toBeGreaterThan(500);
  expect(two.count('hal').used).toBeGreaterThan(500);
});

test('without Redis there is one node, which counts', async () => {
  const alone = await openRequestCounts({ redisUrl: undefined, windowMs: 60_000 });
  expect(countTo(alone, 'ida', 3)).toBe(3);
  expect(alone.count('jan').used).toBe(1);
  alone.stop();
});
