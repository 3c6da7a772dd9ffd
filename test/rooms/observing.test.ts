/** What desks and the settler tell whoever watches them. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { points } from '../../auction/points.ts';
import { Desk } from '../../rooms/desk.ts';
import type { AuctionStore, Observer } from '../../rooms/ports.ts';
import { Settler } from '../../rooms/settler.ts';
import { openLog } from '../../server/logs/log.ts';
import { openObservers } from '../../server/observers.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { bidAt, noShowcase, silentLog } from './serving.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage('postgres');
});
afterAll(() => stage.close());

type Seen = { readonly what: keyof Observer; readonly told: unknown };

function observed(store: AuctionStore) {
  const seen: Seen[] = [];
  const note = (what: keyof Observer) => (told: unknown) => void seen.push({ what, told });
  const observer: Observer = {
    arrived: note('arrived'),
    answered: note('answered'),
    settled: note('settled'),
    closed: (auctionId, lateMs) => note('closed')({ auctionId, lateMs }),
    epochLost: note('epochLost'),
    turnedAway: note('turnedAway'),
  };
  const settler = new Settler(store, noShowcase, observer, silentLog);
  const desk = async (auctionId: string) => {
    const opened = new Desk(auctionId, store, settler, { nowMs: Date.now }, observer);
    await opened.open();
    return opened;
  };
  return { seen, desk };
}

test('a bid is told of when it arrives, when it is settled and when it is answered, with the request it came with', async () => {
  const [seller, ann] = [await stage.person(), await stage.person(500)];
  const auctionId = await stage.auction(seller);
  const { seen, desk } = observed(stage.store);
  const [bidId, cause] = [randomUUID(), { requestId: 'r-1' }];
  const opened = await desk(auctionId);
  await new Promise((resolve) => {
    opened.bid({ bidderId: ann, bidId, bidKind: 'plain', points: points(120) }, resolve, cause);
  });
  expect(seen).toEqual([
    { what: 'arrived', told: { auctionId, bidId, cause } },
    {
      what: 'settled',
      told: {
        batch: 1,
        bids: [{ auctionId, bidId }],
        letters: 1,
        auctions: 1,
        tookMs: expect.any(Number),
        committed: true,
      },
    },
    { what: 'answered', told: { auctionId, bidId, outcome: 'accepted', tookMs: expect.any(Number) } },
  ]);
});

test('a settlement that failed is told of as in doubt, and its bid once more when it is decided', async () => {
  const [seller, ann] = [await stage.person(), await stage.person(500)];
  let failures = 1;
  const store: AuctionStore = {
    ...stage.store,
    settle: async (keys, fold) => {
      if (failures-- > 0) throw new Error('the line is cut');
      return stage.store.settle(keys, fold);
    },
  };
  const { seen, desk } = observed(store);
  expect(await bidAt(await desk(await stage.auction(seller)), { bidderId: ann, points: 120 })).toMatchObject({
    status: 'accepted',
  });
  expect(seen.filter(({ what }) => what === 'settled').map(({ told }) => told)).toMatchObject([
    { batch: 1, committed: false },
    { batch: 2, committed: true },
  ]);
  expect(seen.filter(({ what }) => what === 'answered')).toHaveLength(1);
});

test('who lost an auction to another owner says so once', async () => {
  const [seller, ann] = [await stage.person(), await stage.person(500)];
  const auctionId = await stage.auction(seller);
  const [first, second] = [observed(stage.store), observed(stage.store)];
  const old = await first.desk(auctionId);
  await second.desk(auctionId);
  await bidAt(old, { bidderId: ann, points: 120 });
  expect(first.seen.filter(({ what }) => what === 'epochLost')).toEqual([
    { what: 'epochLost', told: auctionId },
  ]);
  expect(second.seen.filter(({ what }) => what === 'epochLost')).toEqual([]);
});

test('an auction that is bought is closed in time, one that ended before by how late it is', async () => {
  const now = Date.now();
  const [seller, ann] = [await stage.person(), await stage.person(500)];
  const bought = await stage.auction(seller, { buyNowPoints: points(200) });
  const over = await stage.auction(seller, { startsAtMs: now - 60_000, plannedEndsAtMs: now - 5_000 });
  const { seen, desk } = observed(stage.store);
  await bidAt(await desk(bought), { bidderId: ann, points: 200, kind: 'buy_now' });
  await (await desk(over)).close();
  const closed = seen.filter(({ what }) => what === 'closed').map(({ told }) => told) as { lateMs: number }[];
  expect(closed).toMatchObject([{ auctionId: bought }, { auctionId: over }]);
  expect(closed[0]?.lateMs).toBeLessThan(1_000);
  expect(closed[1]?.lateMs).toBeGreaterThanOrEqual(5_000);
});

test('whoever watches and fails harms neither the rooms nor the others who watch', async () => {
  const logged: string[] = [];
  const observers = openObservers(openLog('error', [], { write: (line: string) => void logged.push(line) }));
  const outcomes: string[] = [];
  observers.watch({
    answered: () => {
      throw new Error('no more ink');
    },
  });
  observers.watch({ answered: ({ outcome }) => void outcomes.push(outcome) });
  observers.answered({ auctionId: 'a', bidId: 'b', outcome: 'accepted', tookMs: 1 });
  expect(outcomes).toEqual(['accepted']);
  expect(logged.join('')).toContain('no more ink');
});
