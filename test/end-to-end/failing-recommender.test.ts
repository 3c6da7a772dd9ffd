/** A recommender that is a process of its own and is killed, stopped and poisoned, while people go on bidding and browsing. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CataloguePage } from '../../auction/api.ts';
import type { LiveAuction, ReadyAuction } from '../../client-sdk/index.ts';
import { type AuctionServer, startAuctionServer } from '../../local-services/auction-server.ts';
import { type RecommenderServer, startRecommenderServer } from '../../local-services/recommender-server.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { listed, somebody } from './people.ts';

const STAND_IN = fileURLToPath(new URL('./stand-in-recommender.ts', import.meta.url));
const RECOMMENDER_SECRET = 's'.repeat(32);
const PATIENCE = { timeout: 30_000, interval: 50 };

describe('while the recommender fails', { timeout: 90_000 }, () => {
  let server: AuctionServer;
  let recommender: RecommenderServer;
  let dropDatabase = async () => {};
  let people: readonly ReadyAuction[];
  let seats: readonly LiveAuction[];
  let chosenId: string;
  let pricePoints = 100;

  beforeAll(async () => {
    const database = await createTestDatabase();
    dropDatabase = database.drop;
    recommender = await startRecommenderServer({ program: STAND_IN });
    server = await startAuctionServer({
      DATABASE_URL: database.url,
      RECOMMENDER_URL: recommender.url,
      RECOMMENDER_SECRET,
    });
    const seller = await somebody(server.url);
    people = [await somebody(server.url, 100_000), await somebody(server.url, 100_000)];
    const { id } = await listed(seller, { title: 'Fought over' });
    chosenId = (await listed(seller, { title: 'Chosen' })).id;
    seats = await Promise.all(people.map((person) => person.join(id)));
    // Before anything is asked for: what is popular is ranked once a minute.
    await bidInTurn();
  });
  afterAll(async () => {
    await Promise.all((seats ?? []).map((seat) => seat.leave()));
    await server?.stop();
    await recommender?.stop();
    await dropDatabase();
  });

  const bidInTurn = async () => {
    for (const seat of seats) {
      pricePoints += 1;
      expect(await seat.bid(pricePoints)).toMatchObject({ status: 'accepted', leading: true, pricePoints });
    }
  };
  const page = async (): Promise<CataloguePage> => {
    const response = await fetch(`${server.url}/api/auctions?recommended=true`, {
      headers: { authorization: `Bearer ${people[0]?.token}` },
    });
    expect(response.status).toBe(200);
    return (await response.json()) as CataloguePage;
  };
  const says = async (answer: unknown) => {
    const body = typeof answer === 'string' ? answer : JSON.stringify(answer);
    expect((await fetch(`${recommender.url}/answer`, { method: 'PUT', body })).status).toBe(200);
  };
  const choosing = (...ids: readonly string[]) => ({
    items: ids.map((auctionId) => ({ auctionId, reason: { kind: 'popular' } })),
    learnedAt: '2026-01-01T00:00:00.000Z',
  });
  const isWell = async () => {
    await says(choosing(chosenId));
    await expect
      .poll(async () => (await page()).recommended, PATIENCE)
      .toMatchObject({ source: 'recommender', items: [{ auction: { id: chosenId } }] });
  };

  /** Until it is left alone; nothing that the recommender does or leaves undone is seen in bids or pages. */
  const lifeGoesOn = async () => {
    const seen = new Set<string | undefined>();
    let state: string;
    do {
      const [{ items, recommended }] = await Promise.all([page(), bidInTurn()]);
      expect(items.map(({ title }) => title)).toEqual(['Chosen', 'Fought over']);
      seen.add(recommended?.source);
      const ready = await fetch(`${server.url}/health/ready`);
      expect(ready.status).toBe(200);
      state = ((await ready.json()) as { recommender: string }).recommender;
    } while (state !== 'open');
    expect([...seen]).not.toContain('recommender');
    await expect
      .poll(async () => (await page()).recommended, PATIENCE)
      .toMatchObject({ source: 'popular', items: [{ auction: { title: 'Fought over' } }] });
  };

  it('by being killed, bids are taken and pages shown; and it is asked again when it is back', async () => {
    await isWell();
    await recommender.kill();
    await lifeGoesOn();
    await recommender.restart();
    await isWell();
  });

  it('by being stopped dead, with its connections open; and it is asked again when it goes on', async () => {
    await isWell();
    recommender.suspend();
    try {
      await lifeGoesOn();
    } finally {
      recommender.resume();
    }
    await isWell();
  });

  it.each([
    ['auctions of nowhere', choosing(...Array.from({ length: 15 }, () => crypto.randomUUID()))],
    ['nonsense', '{"items":"all"}'],
    ['megabytes', JSON.stringify(choosing()).padEnd(4_000_000)],
  ])('by answering %s; and it is believed again when it makes sense', async (_what, answer) => {
    await isWell();
    await says(answer);
    await lifeGoesOn();
    await isWell();
  });

  it('no bid was lost, and none was taken twice', async () => {
    await isWell();
    const [first, second] = await Promise.all(people.map((person) => person.wallet.balance()));
    const bids = (await people[0]?.auctions.bids(seats[0]?.view.auctionId ?? ''))?.items ?? [];
    expect(bids[0]?.pricePoints).toBe(pricePoints);
    expect(seats[0]?.view.bidCount).toBe(pricePoints - 100);
    expect(first).toMatchObject({ availablePoints: 100_000, heldPoints: 0 });
    expect(second).toMatchObject({ availablePoints: 100_000 - pricePoints, heldPoints: pricePoints });
  });
});
