import { expect, test } from 'vitest';
import type { AcceptedBid, AuctionView, Standing } from '../../auction/protocol.ts';
import { AuctionNews } from '../../client-sdk/auction-news.ts';

const VIEW: AuctionView = {
  auctionId: 'a',
  title: 'Lamp',
  phase: 'live',
  pricePoints: 100,
  minimumPoints: 100,
  leaderAlias: null,
  bidCount: 0,
  watcherCount: 1,
  startsAtMs: 1_000,
  endsAtMs: 9_000,
  reserve: 'none',
  buyNowPoints: null,
  ending: null,
  bids: [],
};
const ME: Standing = { alias: 'me', leading: false, maximumPoints: null };
const LEADING: Standing = { alias: 'me', leading: true, maximumPoints: 200 };
const ACCEPTED: AcceptedBid = {
  bidId: 'b',
  auctionId: 'a',
  status: 'accepted',
  leading: true,
  pricePoints: 200,
  minimumPoints: 201,
  atMs: 1,
};

const led = (leaderAlias: string, bidCount: number): AuctionView => ({
  ...VIEW,
  leaderAlias,
  bidCount,
  pricePoints: 100 + bidCount,
  minimumPoints: 101 + bidCount,
});

/** News of an auction joined with this view and standing, and the names of all that was told since. */
function newsOf(view: AuctionView, standing: Standing) {
  const news = new AuctionNews();
  news.arrived({ view, standing });
  const told: string[] = [];
  const payloads: Record<string, unknown> = {};
  for (const name of ['price', 'outbid', 'extended', 'closed'] as const) {
    news.events.on(name, (payload) => {
      told.push(name);
      payloads[name] = payload;
    });
  }
  return { news, told, payloads };
}

test('a new price is told with its leader and the next minimum', () => {
  const { news, told, payloads } = newsOf(VIEW, ME);
  news.viewed(led('they', 1));
  expect(told).toEqual(['price']);
  expect(payloads.price).toEqual({ pricePoints: 101, minimumPoints: 102, leaderAlias: 'they', bidCount: 1 });
});

test('a watcher coming or going is no news about the price', () => {
  const { news, told } = newsOf(VIEW, ME);
  news.viewed({ ...VIEW, watcherCount: 2 });
  expect(told).toEqual([]);
});

test('whoever led and does not any more is told who leads', () => {
  const { news, told, payloads } = newsOf(led('me', 1), LEADING);
  news.stood(ME);
  news.viewed(led('they', 2));
  expect(told).toEqual(['price', 'outbid']);
  expect(payloads.outbid).toEqual({ leaderAlias: 'they', pricePoints: 102, minimumPoints: 103 });
});

test('others outbidding each other, or oneself raising, outbids nobody here', () => {
  const watching = newsOf(led('they', 1), ME);
  watching.news.viewed(led('others', 2));
  expect(watching.told).toEqual(['price']);
  const raising = newsOf(led('me', 1), LEADING);
  raising.news.viewed(led('me', 2));
  expect(raising.told).toEqual(['price']);
});

test('being outbid while disconnected is told on return', () => {
  const { news, told } = newsOf(led('me', 1), LEADING);
  news.arrived({ view: led('they', 2), standing: ME });
  expect(told).toEqual(['price', 'outbid']);
});

test('a bid that led and was outbid in the same commit is told as outbid', () => {
  const { news, told } = newsOf(led('they', 2), ME);
  news.decided({ ...ACCEPTED, pricePoints: 101 });
  expect(told).toEqual(['outbid']);
});

test('a lead won and lost between two views is told by the first view that is not older than it', () => {
  const { news, told } = newsOf(led('they', 2), ME);
  news.decided({ ...ACCEPTED, pricePoints: 103 });
  // Sent before the bid was settled: somebody leads, but at a lower price.
  news.viewed({ ...led('they', 2), watcherCount: 2 });
  expect(told).toEqual([]);
  news.viewed(led('others', 4));
  news.viewed(led('others', 5));
  expect(told).toEqual(['price', 'outbid', 'price']);
});

test('a lead that a view shows later is not told as lost until one shows that it is', () => {
  const { news, told } = newsOf(led('they', 2), ME);
  news.decided({ ...ACCEPTED, pricePoints: 103 });
  news.viewed(led('me', 3));
  expect(told).toEqual(['price']);
  news.viewed(led('others', 4));
  expect(told).toEqual(['price', 'price', 'outbid']);
});

test('a bid that leads, and one answered by a higher maximum at once, are not', () => {
  const leading = newsOf(led('me', 1), LEADING);
  leading.news.decided(ACCEPTED);
  const answered = newsOf(led('they', 2), ME);
  answered.news.decided({ ...ACCEPTED, leading: false });
  expect([...leading.told, ...answered.told]).toEqual([]);
});

test('the winner is told of the win, in whatever order standing and view arrive, and not of being outbid', () => {
  const over: AuctionView = { ...led('me', 1), phase: 'closed', ending: 'sold' };
  const { news, told, payloads } = newsOf(led('me', 1), LEADING);
  news.stood({ ...LEADING, leading: false });
  news.viewed(over);
  news.decided(ACCEPTED);
  expect(told).toEqual(['closed']);
  expect(payloads.closed).toEqual({ ending: 'sold', pricePoints: 101, won: true });
});

test('closing is told once, also when it happened while disconnected', () => {
  const over: AuctionView = { ...led('they', 1), phase: 'closed', ending: 'sold' };
  const { news, told, payloads } = newsOf(led('they', 1), ME);
  news.arrived({ view: over, standing: ME });
  news.viewed({ ...over, watcherCount: 5 });
  news.arrived({ view: over, standing: ME });
  expect(told).toEqual(['closed']);
  expect(payloads.closed).toMatchObject({ won: false });
});

test('nobody wins a cancelled auction', () => {
  const { news, payloads } = newsOf(led('me', 1), LEADING);
  news.viewed({ ...led('me', 1), phase: 'cancelled', ending: 'cancelled' });
  expect(payloads.closed).toMatchObject({ ending: 'cancelled', won: false });
});

test('an end that moves is told with how far it moved', () => {
  const { news, payloads } = newsOf(VIEW, ME);
  news.viewed({ ...VIEW, endsAtMs: 12_000 });
  expect(payloads.extended).toEqual({ endsAtMs: 12_000, byMs: 3_000 });
});
