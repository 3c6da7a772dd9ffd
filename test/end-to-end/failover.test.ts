import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LiveAuction } from '../../client-sdk/index.ts';
import type { AuctionServer } from '../../local-services/auction-server.ts';
import { type Nodes, startNodes } from './nodes.ts';
import { listed, somebody } from './people.ts';

const AUCTIONS = 12;

describe('three nodes of which one is killed', () => {
  let house: Nodes;
  beforeAll(async () => {
    house = await startNodes(3);
  });
  afterAll(() => house?.stop());

  it('bid on in all auctions, also in those that the dead one served, and lose nothing', async () => {
    const [first, , third] = house.nodes as [AuctionServer, AuctionServer, AuctionServer];
    const seller = await somebody(first.url);
    const bidders = await Promise.all([first, third].map(({ url }) => somebody(url, 10_000)));
    const items = await Promise.all(Array.from({ length: AUCTIONS }, () => listed(seller)));
    const lives = await Promise.all(items.map(({ id }, index) => bidders[index % 2]?.join(id)));
    const joined = lives.filter((live): live is LiveAuction => live !== undefined);
    await Promise.all(joined.map((live) => live.bid(100)));

    await (house.nodes[1] as AuctionServer).kill();
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
