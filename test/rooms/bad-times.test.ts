import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../../persistence/audit.ts';
import { ROOM_LIMITS } from '../../rooms/limits.ts';
import type { AuctionStore } from '../../rooms/ports.ts';
import { Timekeeper } from '../../rooms/timekeeper.ts';
import { DATABASE_KINDS, openStage, type Stage } from '../support/stage.ts';
import { bidAt, serving } from './serving.ts';

describe.each(DATABASE_KINDS)('in bad times, a desk over the %s database', (kind) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(kind);
  });
  afterAll(() => stage.close());

  it('says that nothing is known while the database is silent, and to the same bid again what became of it', async () => {
    const [seller, ann] = [await stage.person(), await stage.person(500)];
    const silence = Promise.withResolvers<void>();
    const store: AuctionStore = {
      ...stage.store,
      settle: async (keys, fold) => {
        await silence.promise;
        await stage.store.settle(keys, fold);
      },
    };
    const desk = await serving(store).desk(await stage.auction(seller));
    const bid = { bidderId: ann, points: 120, bidId: randomUUID() };

    expect(await bidAt(desk, bid)).toMatchObject({ code: 'unavailable', transient: true });
    silence.resolve();

    expect(await bidAt(desk, bid)).toMatchObject({ status: 'accepted', pricePoints: 120 });
    expect(await stage.wallet(ann)).toEqual({ available: 380, held: 120 });
    await desk.idle();
  });

  it('goes on after an outage of the whole house into which its end fell, and is closed then', async () => {
    const [seller, ann, bob] = [await stage.person(), await stage.person(500), await stage.person(500)];
    const startMs = Date.now();
    let now = startMs - 120_000;
    const auctionId = await stage.auction(seller, {
      startsAtMs: startMs - 180_000,
      plannedEndsAtMs: startMs - 30_000,
    });
    const desk = await serving(stage.store, () => now).desk(auctionId);
    await bidAt(desk, { bidderId: ann, points: 200 });
    // Nobody has said since then that the house is alive.
    await sql`update house_pulse set at = ${new Date(startMs - 60_000)}`.execute(stage.db);
    now = startMs;

    expect(await desk.close()).toBe('not_over');
    const { endsAtMs } = desk.state?.auction ?? { endsAtMs: 0 };
    expect(endsAtMs).toBeGreaterThanOrEqual(startMs + 60_000);
    expect(await bidAt(desk, { bidderId: bob, points: 300 })).toMatchObject({ status: 'accepted' });
    now = endsAtMs;
    expect(await desk.close()).toBeUndefined();

    expect(await stage.wallet(ann)).toEqual({ available: 500, held: 0 });
    expect(await stage.wallet(bob)).toEqual({ available: 200, held: 0 });
    expect((await audit(stage.db)).checks.flatMap(({ examples }) => examples)).toEqual([]);
  });

  it('tries a close that fails again after a pause, and not whenever it takes the auction over for that', async () => {
    const startMs = Date.now();
    const auctionId = await stage.auction(await stage.person(), {
      startsAtMs: startMs - 60_000,
      plannedEndsAtMs: startMs - 1_000,
    });
    const triedAtMs: number[] = [];
    const refusing: AuctionStore = {
      ...stage.store,
      settle: () => {
        triedAtMs.push(performance.now());
        return Promise.reject(new Error('the row is wrong'));
      },
    };
    const desk = await serving(refusing).desk(auctionId);
    const timekeeper = new Timekeeper(desk, { nowMs: Date.now }, () => {});
    const watch = () => {
      if (desk.state !== undefined) timekeeper.watch(desk.state.auction);
    };
    desk.watcher = { takenOver: watch, changed: watch, lost: () => {} };
    watch();

    await expect.poll(() => triedAtMs.length, { timeout: 10_000 }).toBeGreaterThan(ROOM_LIMITS.attempts);
    timekeeper.stop();
    await desk.idle();

    const [first = 0] = triedAtMs;
    const next = triedAtMs[ROOM_LIMITS.attempts] ?? 0;
    // The house clock and this one may differ by a millisecond.
    expect(next - first).toBeGreaterThan(ROOM_LIMITS.closeRetryMs - 10);
  });
});
