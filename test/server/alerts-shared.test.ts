/** Two nodes that share a Redis. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { startRedis } from '../../local-services/redis.ts';
import { hearing, openNode } from './alert-listening.ts';
import { openServer } from './server-stage.ts';

test('what is said on one node is known to streams on the other', async () => {
  // Its own: the channels of Redis do not know of database indices.
  const redis = await startRedis();
  const server = await openServer({ REDIS_URL: redis.url() });
  const node = await openNode(server);
  const [seller, fan, ann, bob] = await Promise.all([
    server.signUp(),
    server.signUp(),
    server.rich(),
    server.rich(),
  ]);
  const [{ id }, { id: other }] = [await server.list(seller), await server.list(seller)];
  const say = (method: 'PUT' | 'DELETE', auctionId: string) =>
    server.ask(method, `/api/auctions/${auctionId}/subscription`, { as: fan });
  await say('PUT', other);
  const heard = await hearing(node.url, fan);
  let points = 100;
  const bid = async (auctionId: string) => {
    const bidder = points % 2 ? ann : bob;
    await server.house.bid(auctionId, bidder.user.id, { bidId: randomUUID(), kind: 'plain', points });
  };
  const last = (auctionId: string) =>
    heard.alerts.findLast((alert) => alert.auctionId === auctionId)?.pricePoints;
  /** Whether a new price of the one is told before one of the other, which is. */
  const isHeard = async () => {
    points += 1;
    await bid(id);
    await bid(other);
    await server.feed.flush();
    await expect.poll(() => last(other)).toBe(points);
    return last(id) === points;
  };

  expect(await isHeard()).toBe(false);
  await say('PUT', id);
  await expect.poll(isHeard).toBe(true);
  await say('DELETE', id);
  await expect.poll(isHeard).toBe(false);
  await heard.leave();
  await node.close();
  await server.close();
  await redis.stop();
});
