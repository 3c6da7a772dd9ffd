import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSweep } from '../../rooms/cluster/sweep.ts';
import { Desk } from '../../rooms/desk.ts';
import { ROOM_LIMITS } from '../../rooms/limits.ts';
import { Settler } from '../../rooms/settler.ts';
import { UNOBSERVED } from '../../rooms/unobserved.ts';
import { DATABASE_KINDS, openStage, type Stage } from '../support/stage.ts';
import { bidAt, noShowcase, serving, silentLog } from './serving.ts';

describe.each(DATABASE_KINDS)('the sweep over the %s database', (kind) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(kind);
  });
  afterAll(() => stage.close());

  /** Sweeps as a node of its own would. */
  const sweeping = (
    isServedHere: (auctionId: string) => boolean = () => false,
    isServedElsewhere: (auctionId: string) => boolean = () => false,
  ) => {
    const settler = new Settler(stage.store, noShowcase, UNOBSERVED, silentLog);
    const open = (auctionId: string) =>
      new Desk(auctionId, stage.store, settler, { nowMs: Date.now }, UNOBSERVED);
    const servedElsewhere = async (auctionIds: readonly string[]) =>
      new Set(auctionIds.filter(isServedElsewhere));
    return startSweep(stage.store, open, { isServedHere, servedElsewhere }, silentLog);
  };

  /** Led by `ann` at 200 and over for a while, with nobody left to serve it. */
  const abandoned = async (ann: string, seller: string, lateMs = 5_000) => {
    const now = Date.now();
    const auctionId = await stage.auction(seller, {
      startsAtMs: now - 60_000,
      plannedEndsAtMs: now - lateMs,
    });
    const desk = await serving(stage.store, () => now - lateMs - 5_000).desk(auctionId);
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

  it('leaves those of living processes to them, unless they are very late', async () => {
    const [seller, ann] = [await stage.person(), await stage.person(1_000)];
    const [theirs, late, nobodys] = [
      await abandoned(ann, seller, 1_000),
      await abandoned(ann, seller, 30_000),
      await abandoned(ann, seller, 1_000),
    ];
    const sweep = sweeping(undefined, (auctionId) => auctionId !== nobodys);

    const sold = [{ ending: 'sold' }];
    await expect.poll(() => endings([nobodys]), { timeout: 10_000 }).toEqual(sold);
    await expect.poll(() => endings([late]), { timeout: 10_000 }).toEqual(sold);
    await expect.poll(() => endings([theirs]), { timeout: 15_000 }).toEqual(sold);
    await sweep.stop();

    const { ends_at, closed_at } = await stage.db
      .selectFrom('auction')
      .select(['ends_at', 'closed_at'])
      .where('id', '=', theirs)
      .executeTakeFirstOrThrow();
    expect(Number(closed_at) - Number(ends_at)).toBeGreaterThan(ROOM_LIMITS.sweepAtLastMs);
  });
});
