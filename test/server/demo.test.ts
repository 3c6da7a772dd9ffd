import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { listed } from '../../auction/auction.ts';
import { problemsWith } from '../../auction/terms.ts';
import { auctionsOf, type StoredAuction } from '../../persistence/stored-auctions.ts';
import { termsOf } from '../../server/catalogue/listing-terms.ts';
import { houseBid } from '../../server/demo/bidding.ts';
import { startDemo } from '../../server/demo/demo.ts';
import { drawingOf } from '../../server/demo/drawings.ts';
import { DEMO_ITEMS } from '../../server/demo/items.ts';
import { paintPictures } from '../../server/demo/pictures.ts';
import { restock } from '../../server/demo/stock.ts';
import { openServer, type ServerStage } from './server-stage.ts';

let server: ServerStage;

beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.close());

test('about two dozen auctions of every kind, ending over the next hour', async () => {
  const { user } = await server.signUp();
  const nowMs = server.clock.nowMs();
  const open = await restock(server, user.id);
  const terms = open.map(({ auction }) => auction.terms);
  expect(new Set(open.map(({ title }) => title)).size).toBe(24);
  expect(terms.flatMap((each) => problemsWith(each, nowMs))).toEqual([]);
  for (const has of [
    (each: (typeof terms)[number]) => each.reservePoints !== null,
    (each: (typeof terms)[number]) => each.buyNowPoints !== null,
    (each: (typeof terms)[number]) => each.softClose !== null,
    (each: (typeof terms)[number]) => each.ladder.length === 10,
    (each: (typeof terms)[number]) => each.startsAtMs > nowMs + 60_000,
  ]) {
    expect(terms.filter(has).length).toBeGreaterThan(1);
  }
  expect(Math.max(...terms.map((each) => each.plannedEndsAtMs))).toBeLessThanOrEqual(nowMs + 61 * 60_000);
});

test('what is on offer is not listed twice', async () => {
  const { user } = await server.signUp();
  const first = await restock(server, user.id);
  const again = await restock(server, user.id);
  const ids = (open: typeof first) => open.map(({ auction }) => auction.id).toSorted();
  expect(ids(again)).toEqual(ids(first));
});

test('everything has a picture of its own, painted once and hung again whenever it is listed', async () => {
  const { user } = await server.signUp();
  const [first, second] = [await restock(server, user.id), await restock(server, user.id)];
  await Promise.all([first, second].map((open) => paintPictures(server, user.id, open)));
  const { items } = await auctionsOf(server.database.db, user.id, { after: undefined, limit: 100 });
  expect(items.map(({ images }) => images.length)).toEqual(items.map(() => 1));
  expect(new Set(items.flatMap(({ images }) => images.map(({ id }) => id))).size).toBe(24);
  const [id = ''] = items.flatMap(({ images }) => images.map((image) => image.id));
  expect((await server.ask('GET', `/images/${id}/card.webp`)).status).toBe(200);
  const { body } = await server.ask('GET', '/api/auctions?limit=100');
  const shown = body.items.filter(({ sellerId }: { sellerId: string }) => sellerId === user.id);
  expect(shown.every(({ imageUrl }: { imageUrl: string | null }) => imageUrl !== null)).toBe(true);

  // All over, and listed again.
  await server.database.db
    .updateTable('auction')
    .set({ starts_at: new Date(0), ends_at: new Date(1), planned_ends_at: new Date(1) })
    .where('seller_id', '=', user.id)
    .execute();
  const images = (open: readonly StoredAuction[]) =>
    open.flatMap((each) => each.images.map((image) => image.id)).toSorted();
  expect(images(await restock(server, user.id))).toEqual(images(items));
});

test('a drawing is the same for the same title, and another for another', () => {
  expect(drawingOf('Star atlas')).toBe(drawingOf('Star atlas'));
  expect(new Set(DEMO_ITEMS.map(({ title }) => drawingOf(title))).size).toBe(DEMO_ITEMS.length);
});

test('a house bidder stops at what a thing is worth, and never bids in vain', () => {
  const [item] = DEMO_ITEMS;
  if (item === undefined) throw new Error('nothing to sell');
  const listing = {
    title: item.title,
    description: '',
    startPricePoints: item.start,
    endsAt: '2026-01-01T01:00:00Z',
  };
  const nowMs = Date.parse('2026-01-01T00:00:00Z');
  const auction = listed('a', 's', termsOf(listing, nowMs, 250));
  for (const chance of [0, 0.2, 0.5, 0.99]) {
    const bid = houseBid(auction, item.title, nowMs, () => chance);
    expect(bid?.points).toBeGreaterThanOrEqual(item.start);
    expect(bid?.points).toBeLessThanOrEqual(item.worth * 1.2);
  }
  expect(houseBid(auction, 'something else', nowMs, () => 0.5)).toBeUndefined();
  expect(houseBid(auction, item.title, Date.parse(listing.endsAt), () => 0.5)).toBeUndefined();
});

test('the house is alive, and stopping it waits for the bid under way', async () => {
  let underWay = 0;
  let placed = 0;
  const house = {
    ...server.house,
    bid: async (...bid: Parameters<typeof server.house.bid>) => {
      underWay++;
      const outcome = await server.house.bid(...bid);
      underWay--;
      placed++;
      return outcome;
    },
  };
  const demo = await startDemo({ ...server, house, log: server.app.log });
  await vi.waitFor(() => expect(placed).toBeGreaterThan(1), { timeout: 20_000, interval: 50 });
  await vi.waitFor(() => expect(underWay).toBe(1), { timeout: 20_000, interval: 1 });
  await demo.stop();
  expect(underWay).toBe(0);
});
