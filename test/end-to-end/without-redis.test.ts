import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOM_LIMITS } from '../../rooms/limits.ts';
import { type Nodes, startNodes } from './nodes.ts';
import { listed, somebody } from './people.ts';

describe('two nodes whose Redis fails', () => {
  let house: Nodes;
  beforeAll(async () => {
    house = await startNodes(2);
  });
  afterAll(() => house?.stop());

  const statuses = () =>
    Promise.all(house.nodes.map(async ({ url }) => (await fetch(`${url}/health/ready`)).status));
  const alive = () =>
    Promise.all(house.nodes.map(async ({ url }) => (await fetch(`${url}/health/live`)).status));

  it.each([
    { how: 'killed', fail: () => house.redis.kill(), mend: () => house.redis.restart() },
    {
      how: 'silent as a black hole',
      fail: async () => house.redis.pause(),
      mend: async () => house.redis.resume(),
    },
  ])(
    'bid on in their rooms while it is $how, say that they are not ready, and recover',
    async ({ fail, mend }) => {
      const [first, second] = house.nodes.map(({ url }) => url) as [string, string];
      const seller = await somebody(first);
      const [ann, bob] = [await somebody(first, 100_000), await somebody(second, 100_000)];
      const items = await Promise.all(Array.from({ length: 6 }, () => listed(seller)));
      const lives = await Promise.all(items.map(({ id }, index) => (index % 2 ? ann : bob).join(id)));
      const raise = async (points: number) => {
        const outcomes = await Promise.all(lives.map((live) => live.bidUpTo(points)));
        return new Set(outcomes.map(({ status }) => status));
      };
      expect(await raise(150)).toEqual(new Set(['accepted']));

      await fail();
      let points = 150;
      const raised = async () => {
        points += 1;
        expect(await raise(points)).toEqual(new Set(['accepted']));
        return statuses();
      };
      await expect.poll(raised, { timeout: 15_000 }).toEqual([503, 503]);
      // Long enough for everything that is told to Redis now and then to have failed.
      const untilMs = performance.now() + 2 * ROOM_LIMITS.listingMs;
      await expect
        .poll(async () => (await raised()) && performance.now() > untilMs, { timeout: 15_000 })
        .toBe(true);
      expect(await alive()).toEqual([200, 200]);

      await mend();
      await expect.poll(statuses, { timeout: 15_000 }).toEqual([200, 200]);
      const { id } = await listed(seller);
      const [anns, bobs] = [await ann.join(id), await bob.join(id)];
      expect(await anns.bid(100)).toMatchObject({ status: 'accepted' });
      expect(await bobs.bid(200)).toMatchObject({ status: 'accepted' });
      await Promise.all([...lives, anns, bobs].map((live) => live.leave()));
    },
  );
});
