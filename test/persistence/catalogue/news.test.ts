import type { KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auctionStore } from '../../../persistence/auction-store.ts';
import { catchUp } from '../../../persistence/catalogue/catching-up.ts';
import { openCardNews } from '../../../persistence/catalogue/news.ts';
import { bidAt, noShowcase, serving, silentLog } from '../../rooms/serving.ts';
import { DATABASE_KINDS, openStage, type Stage } from '../../support/stage.ts';

const clock = { nowMs: Date.now };

describe.each(DATABASE_KINDS)('cards over the %s database', (kind) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(kind);
  });
  afterAll(() => stage.close());

  const card = (auctionId: string) =>
    stage.db
      .selectFrom('catalogue')
      .select(['price', 'bids', 'seq', 'ending', 'ends_at_ms', 'ends_at_text', 'watchers'])
      .where('auction_id', '=', auctionId)
      .executeTakeFirstOrThrow();

  it('follow what was committed, without anybody asking', async () => {
    const [seller, ann] = [await stage.person(), await stage.person(500)];
    const news = openCardNews(stage.db, clock, silentLog);
    const desk = await serving(stage.store, Date.now, news).desk(
      await stage.auction(seller, {
        softClose: { windowMs: 3_600_000, extendByMs: 7_200_000, capMs: 80_000_000 },
      }),
    );
    await bidAt(desk, { bidderId: ann, points: 150 });
    await expect.poll(() => card(desk.auctionId)).toMatchObject({ price: 150, bids: 1 });
    const endsAtMs = desk.state?.auction.endsAtMs ?? 0;
    expect(await card(desk.auctionId)).toMatchObject({
      ends_at_ms: endsAtMs,
      ends_at_text: new Date(endsAtMs).toISOString(),
    });
    await desk.cancel();
    await expect.poll(() => card(desk.auctionId)).toMatchObject({ ending: 'cancelled' });
    await news.stop();
  });

  it('are written once for many bids', async () => {
    const [seller, ann, bob] = [await stage.person(), await stage.person(5_000), await stage.person(5_000)];
    let writes = 0;
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => {
        writes += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    const news = openCardNews(stage.db.withPlugin(counting), clock, silentLog);
    const desk = await serving(stage.store, Date.now, news).desk(await stage.auction(seller));
    await news.flush();
    writes = 0;
    for (let points = 100; points < 140; points++) {
      await bidAt(desk, { bidderId: points % 2 ? ann : bob, points });
    }
    await news.stop();
    expect(await card(desk.auctionId)).toMatchObject({ price: 139, bids: 40, seq: 40 });
    expect(writes).toBeGreaterThan(0);
    expect(writes).toBeLessThan(20);
  });

  it('never go back to what an older owner says late', async () => {
    const [seller, ann, bob] = [await stage.person(), await stage.person(500), await stage.person(500)];
    const slow = openCardNews(stage.db, clock, silentLog);
    const desk = await serving(stage.store).desk(await stage.auction(seller));
    await bidAt(desk, { bidderId: ann, points: 150 });
    const old = desk.state;
    await bidAt(desk, { bidderId: bob, points: 160 });
    const quick = openCardNews(stage.db, clock, silentLog);
    if (desk.state === undefined || old === undefined) throw new Error('the desk is not open');
    quick.changed([desk.state]);
    await quick.stop();
    slow.changed([old]);
    await slow.stop();
    expect(await card(desk.auctionId)).toMatchObject({ price: 160, bids: 2 });
  });

  it('catch up on what a process that died had not written', async () => {
    const [seller, ann] = [await stage.person(), await stage.person(500)];
    const desk = await serving(stage.store, Date.now, noShowcase).desk(await stage.auction(seller));
    await bidAt(desk, { bidderId: ann, points: 170 });
    expect(await card(desk.auctionId)).toMatchObject({ price: 100, bids: 0 });
    expect(await catchUp(stage.db, Date.now())).toBeGreaterThanOrEqual(1);
    expect(await card(desk.auctionId)).toMatchObject({ price: 170, bids: 1, seq: 1 });
    expect(await catchUp(stage.db, Date.now())).toBe(0);
  });

  it('catch up on what was closed by a process that died at once', async () => {
    const seller = await stage.person();
    const now = Date.now();
    const auctionId = await stage.auction(seller, {
      plannedEndsAtMs: now - 20_000,
      startsAtMs: now - 60_000,
    });
    const desk = await serving(auctionStore(stage.db)).desk(auctionId);
    expect(await desk.close()).toBeUndefined();
    expect(await card(auctionId)).toMatchObject({ ending: null });
    await catchUp(stage.db, Date.now());
    expect(await card(auctionId)).toMatchObject({ ending: 'unsold' });
  });

  it('are brought up to date at the next start, too', async () => {
    const [seller, ann] = [await stage.person(), await stage.person(500)];
    const desk = await serving(stage.store).desk(await stage.auction(seller));
    await bidAt(desk, { bidderId: ann, points: 190 });
    await stage.db
      .updateTable('bid')
      .set({ at: new Date(0) })
      .where('auction_id', '=', desk.auctionId)
      .execute();
    const news = openCardNews(stage.db, clock, silentLog);
    await news.stop();
    expect(await card(desk.auctionId)).toMatchObject({ price: 190 });
  });

  it('are tried again when they could not be written', async () => {
    const [seller, ann] = [await stage.person(), await stage.person(500)];
    const warnings: string[] = [];
    const news = openCardNews(stage.db, clock, { warn: (_details, message) => warnings.push(message) });
    const desk = await serving(stage.store, Date.now, news).desk(await stage.auction(seller));
    await news.flush();
    const broken = { ...desk.state, seq: 1, auction: { ...desk.state?.auction, pricePoints: 'dear' } };
    news.changed([broken as never]);
    await news.flush();
    expect(warnings).toHaveLength(1);
    await bidAt(desk, { bidderId: ann, points: 150 });
    await expect.poll(() => card(desk.auctionId)).toMatchObject({ price: 150 });
    await news.stop();
  });

  it('show how many watch while somebody says so', async () => {
    const auctionId = await stage.auction(await stage.person());
    let nowMs = Date.now();
    const news = openCardNews(stage.db, { nowMs: () => nowMs }, silentLog);
    news.watched(auctionId, 3);
    await news.flush();
    expect((await card(auctionId)).watchers).toBe(3);
    const toldAt = async () =>
      (
        await stage.db
          .selectFrom('catalogue')
          .select('watched_at_ms')
          .where('auction_id', '=', auctionId)
          .executeTakeFirstOrThrow()
      ).watched_at_ms;
    nowMs += 1_000;
    news.watched(auctionId, 3);
    await news.flush();
    expect(await toldAt(), 'what has not changed is not written every time').toBe(nowMs - 1_000);
    nowMs += 60_000;
    news.watched(auctionId, 3);
    await news.flush();
    expect(await toldAt(), 'but often enough to be believed').toBe(nowMs);
    news.watched(auctionId, 0);
    await news.stop();
    expect((await card(auctionId)).watchers).toBe(0);
  });
});
