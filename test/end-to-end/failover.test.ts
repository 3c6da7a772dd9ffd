import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LiveAuction } from '../../client-sdk/index.ts';
import { type AuctionServer, startAuctionServer } from '../../local-services/auction-server.ts';
import { type LocalRedis, startRedis } from '../../local-services/redis.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { listed, somebody } from './people.ts';

const AUCTIONS = 12;

describe('three nodes of which one is killed', () => {
  let nodes: AuctionServer[] = [];
  let redis: LocalRedis;
  let dropDatabase = async () => {};

  beforeAll(async () => {
    const database = await createTestDatabase();
    dropDatabase = database.drop;
    redis = await startRedis();
    const settings = { DATABASE_URL: database.url, REDIS_URL: redis.url() };
    nodes = await Promise.all([1, 2, 3].map(() => startAuctionServer(settings)));
  });
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    await redis?.stop();
    await dropDatabase();
  });

  it('bid on in all auctions, also in those that the dead one served, and lose nothing', async () => {
    const [first, , third] = nodes as [AuctionServer, AuctionServer, AuctionServer];
    const seller = await somebody(first.url);
    const bidders = await Promise.all([first, third].map(({ url }) => somebody(url, 10_000)));
    const items = await Promise.all(Array.from({ length: AUCTIONS }, () => listed(seller)));
    const lives = await Promise.all(items.map(({ id }, index) => bidders[index % 2]?.join(id)));
    const joined = lives.filter((live): live is LiveAuction => live !== undefined);
    await Promise.all(joined.map((live) => live.bid(100)));

    await (nodes[1] as AuctionServer).kill();
    const outcomes = await Promise.all(joined.map((live) => live.bidUpTo(150)));

    expect(outcomes.map(({ status }) => status)).toEqual(items.map(() => 'accepted'));
    for (const bidder of bidders) {
      expect(await bidder?.wallet.balance()).toEqual({
        availablePoints: 10_000 - (AUCTIONS / 2) * 150,
        heldPoints: (AUCTIONS / 2) * 150,
      });
    }
    await Promise.all(joined.map((live) => live.leave()));
  });
});
