import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../../local-services/cluster.ts';
import { listed, seen, somebody } from './people.ts';

describe('a cluster behind its balancer', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ nodes: 3 });
  });
  afterAll(() => cluster?.stop());

  it('is one house: clients come through one address and meet in one room, whichever node has it', async () => {
    const seller = await somebody(cluster.url);
    const [ann, bob] = [await somebody(cluster.url, 10_000), await somebody(cluster.url, 10_000)];
    // Rooms are spread over the nodes, so several make sure that all of them own some.
    for (let round = 0; round < 6; round++) {
      const { id } = await listed(seller);
      const [anns, bobs] = await Promise.all([ann.join(id), bob.join(id)]);
      expect(await anns.bid(110)).toMatchObject({ status: 'accepted' });
      await seen(bobs, ({ pricePoints }) => pricePoints === 110);
      expect(await bobs.bid(111)).toMatchObject({ status: 'accepted', leading: true });
      await seen(anns, ({ pricePoints, watcherCount }) => pricePoints === 111 && watcherCount === 2);
      await Promise.all([anns.leave(), bobs.leave()]);
    }
  });

  it('restarts node by node under load without failing a bid', { timeout: 60_000 }, async () => {
    const seller = await somebody(cluster.url);
    const bidders = await Promise.all([1, 2].map(() => somebody(cluster.url, 1_000_000)));
    const items = await Promise.all(Array.from({ length: 9 }, () => listed(seller)));
    const lives = await Promise.all(
      items.map(({ id }, index) => (bidders[index % 2] as (typeof bidders)[0]).join(id)),
    );
    let restarting = true;
    let bids = 0;
    const bidding = lives.map(async (live) => {
      for (let points = 150; restarting; points++) {
        const outcome = await live.bidUpTo(points);
        expect(outcome.status).toBe('accepted');
        bids += 1;
      }
    });

    const exits: unknown[] = [];
    for (const node of cluster.nodes) {
      exits.push(await node.terminate());
      await node.restart();
    }
    restarting = false;
    await Promise.all(bidding);

    expect(exits).toEqual([0, 0, 0]);
    expect(bids).toBeGreaterThan(100);
    await Promise.all(lives.map((live) => live.leave()));
  });

  it('keeps health and figures to itself', async () => {
    for (const path of ['/health/ready', '/health/live', '/metrics']) {
      expect((await fetch(`${cluster.url}${path}`)).status).toBe(404);
    }
  });
});
