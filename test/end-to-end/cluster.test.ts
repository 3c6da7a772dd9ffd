import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BidOutcome } from '../../client-sdk/index.ts';
import { type Cluster, startCluster } from '../../local-services/cluster.ts';
import { openDatabase } from '../../persistence/database.ts';
import { listed, seen, somebody } from './people.ts';

/** What the database says of each maximum bid: its outcome and the price it led to. */
async function stored(url: string): Promise<Map<string, string>> {
  const { db, close } = await openDatabase({ kind: 'postgres', url, poolSize: 1 });
  try {
    const bids = await db.selectFrom('bid').selectAll().where('kind', '=', 'maximum').execute();
    return new Map(bids.map(({ bid_id, outcome, price }) => [bid_id, `${outcome} ${price}`]));
  } finally {
    await close();
  }
}

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

  it('restarts node by node under load without failing a bid', {
    timeout: 90_000,
  }, async () => {
    const seller = await somebody(cluster.url);
    const bidders = await Promise.all([1, 2, 3].map(() => somebody(cluster.url, 1_000_000)));
    const items = await Promise.all(Array.from({ length: 12 }, () => listed(seller)));
    const lives = await Promise.all(items.map(({ id }, index) => bidders[index % 3]?.join(id)));
    let restarting = true;
    const told: BidOutcome[] = [];
    const bidding = lives.map(async (live) => {
      for (let points = 150; live !== undefined && restarting; points++)
        told.push(await live.bidUpTo(points));
    });

    const exits: unknown[] = [];
    for (const node of cluster.nodes) {
      exits.push(await node.terminate(10_000));
      await node.restart();
      // Each node serves again before the next one goes, and rooms have come to it or not as they like.
      const before = told.length;
      await expect.poll(() => told.length, { timeout: 20_000 }).toBeGreaterThan(before + 100);
    }
    restarting = false;
    await Promise.all(bidding);

    expect(exits).toEqual([0, 0, 0]);
    expect(new Set(told.map(({ status }) => status))).toEqual(new Set(['accepted']));
    expect(await stored(cluster.postgres.url())).toEqual(
      new Map(told.map((outcome) => [outcome.bidId, `accepted ${outcome.pricePoints}`])),
    );
    await Promise.all(lives.map((live) => live?.leave()));
  });

  it('keeps health and figures to itself', async () => {
    for (const path of ['/health/ready', '/health/live', '/metrics']) {
      expect((await fetch(`${cluster.url}${path}`)).status).toBe(404);
    }
  });
});
