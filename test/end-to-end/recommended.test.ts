/** What is recommended, from the bids that it is learned from to the page that shows it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecommendationsBody } from '../../auction/api.ts';
import type { ReadyAuction } from '../../client-sdk/index.ts';
import { type AuctionServer, startAuctionServer } from '../../local-services/auction-server.ts';
import { startRecommenderServer } from '../../local-services/recommender-server.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { listed, somebody } from './people.ts';

const PATIENCE = { timeout: 60_000, interval: 200 };
/** A machine that runs tests is slow; here it matters what is recommended. */
const RECOMMENDER_TIMEOUT_MS = '1000';

describe.each(['inside the server', 'as a process of its own'])(
  'a recommender %s',
  { timeout: 90_000 },
  (where) => {
    let server: AuctionServer;
    const closers: (() => Promise<void>)[] = [];
    let seller: ReadyAuction;
    let ann: ReadyAuction;
    let [first, second, other] = ['', '', ''];

    const bid = async (person: ReadyAuction, auctionId: string, points: number) =>
      expect(
        await person.auctions.bid(auctionId, { bidId: randomUUID(), kind: 'plain', points }),
      ).toMatchObject({ status: 'accepted' });

    beforeAll(async () => {
      if (where === 'inside the server') {
        server = await startAuctionServer({ RECOMMENDER_TIMEOUT_MS });
      } else {
        const { url, drop } = await createTestDatabase();
        closers.push(drop);
        const recommender = await startRecommenderServer({ settings: { DATABASE_URL: url } });
        closers.push(recommender.stop);
        // Both find the secret in the database.
        server = await startAuctionServer({
          DATABASE_URL: url,
          RECOMMENDER_URL: recommender.url,
          RECOMMENDER_TIMEOUT_MS,
        });
      }
      closers.push(server.stop);
      seller = await somebody(server.url);
      first = (await listed(seller, { title: 'First lamp', category: 'furniture' })).id;
      second = (await listed(seller, { title: 'Second lamp', category: 'furniture' })).id;
      other = (await listed(seller, { title: 'A car', category: 'car' })).id;
      let points = 100;
      for (let nth = 0; nth < 6; nth++) {
        const person = await somebody(server.url, 100_000);
        await bid(person, first, ++points);
        if (nth < 5) await bid(person, second, points);
        else await bid(person, other, points);
      }
      ann = await somebody(server.url, 100_000);
      await bid(ann, first, ++points);
    });
    afterAll(async () => {
      for (const close of closers.reverse()) await close();
    });

    const recommended = async (person?: ReadyAuction): Promise<RecommendationsBody> => {
      const response = await fetch(`${server.url}/api/recommendations`, {
        headers: person === undefined ? {} : { authorization: `Bearer ${person.token}` },
      });
      expect(response.status).toBe(200);
      return (await response.json()) as RecommendationsBody;
    };

    it('recommends what those bid on who bid on the same, and says so', async () => {
      await expect
        .poll(() => recommended(ann), PATIENCE)
        .toMatchObject({
          source: 'recommender',
          items: expect.arrayContaining([
            expect.objectContaining({
              auction: expect.objectContaining({ id: second }),
              reason: {
                kind: 'because_bid',
                auctionId: first,
                title: 'First lamp',
                text: 'Because you bid on “First lamp”',
              },
            }),
          ]),
        });
    });

    it('recommends something to strangers, and nobody their own', async () => {
      await expect
        .poll(async () => {
          const { source, items } = await recommended();
          return [source, items.map(({ auction }) => auction.id).sort()];
        }, PATIENCE)
        .toEqual(['recommender', [first, second, other].sort()]);
      expect((await recommended(seller)).items).toEqual([]);
    });
  },
);
