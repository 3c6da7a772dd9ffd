import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk } from '../../rooms/desk.ts';
import { Settler } from '../../rooms/settler.ts';
import { startSweep } from '../../rooms/sweep.ts';
import { DATABASE_KINDS, openStage, type Stage } from '../support/stage.ts';
import { bidAt, noShowcase, serving, silentLog } from './serving.ts';

describe.each(DATABASE_KINDS)('the sweep over the %s database', (kind) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(kind);
  });
  afterAll(() => stage.close());

  /** Sweeps as a node of its own would. */
  const sweeping = (isServedHere: (auctionId: string) => boolean = () => false) => {
    const settler = new Settler(stage.store, noShowcase, silentLog);
    const open = (auctionId: string) => new Desk(auctionId, stage.store, settler, { nowMs: Date.now });
    return startSweep(stage.store, open, isServedHere, silentLog);
  };

  /** Led by `ann` at 200 and over for five seconds, with nobody left to serve it. */
  const abandoned = async (ann: string, seller: string) => {
    const now = Date.now();
    const auctionId = await stage.auction(seller, { startsAtMs: now - 60_000, plannedEndsAtMs: now - 5_000 });
    const desk = await serving(stage.store, () => now - 10_000).desk(auctionId);
    await bidAt(desk, { bidderId: ann, points: 200 });
    return auctionId;
  };

  const endings = (auctionIds: string[]) =>
    stage.db.selectFrom('auction').select('ending').where('id', 'in', auctionIds).execute();

  it('closes auctions whose process died, and pays for them', async () => {
    const [seller, ann] = [await stage.person(), await stage.person(500)];
    const auctionId = await abandoned(ann, seller);
    const sweep = sweeping();

    await expect.poll(() => endings([auctionId]), { timeout: 10_000 }).toEqual([{ ending: 'sold' }]);
    await sweep.stop();

    expect(await stage.wallet(ann)).toEqual({ available: 300, held: 0 });
    expect(await stage.wallet(seller)).toEqual({ available: 180, held: 0 });
  });

  it('pays once when several nodes sweep at the same moment', async () => {
    const [seller, ann] = [await stage.person(), await stage.person(5_000)];
    const auctionIds = await Promise.all(Array.from({ length: 10 }, () => abandoned(ann, seller)));
    const sweeps = [sweeping(), sweeping(), sweeping()];

    const allSold = auctionIds.map(() => ({ ending: 'sold' }));
    await expect.poll(() => endings(auctionIds), { timeout: 15_000 }).toEqual(allSold);
    await Promise.all(sweeps.map((sweep) => sweep.stop()));

    expect(await stage.wallet(ann)).toEqual({ available: 3_000, held: 0 });
    expect(await stage.wallet(seller)).toEqual({ available: 1_800, held: 0 });
  });

  it('leaves auctions that are served here to their own alarm', async () => {
    const [seller, ann] = [await stage.person(), await stage.person(1_000)];
    const [mine, nobodys] = [await abandoned(ann, seller), await abandoned(ann, seller)];
    const sweep = sweeping((auctionId) => auctionId === mine);

    await expect.poll(() => endings([nobodys]), { timeout: 10_000 }).toEqual([{ ending: 'sold' }]);
    await sweep.stop();

    expect(await endings([mine])).toEqual([{ ending: null }]);
  });
});
