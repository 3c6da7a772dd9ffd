/** A house in which everything has happened that a log can tell of, by real settlements, for the audit to look at. */
import { randomUUID } from 'node:crypto';
import { edit, withdraw } from '../../auction/listing.ts';
import { points } from '../../auction/points.ts';
import type { Terms } from '../../auction/terms.ts';
import { changeAuction } from '../../persistence/listings.ts';
import type { Desk } from '../../rooms/desk.ts';
import { bidAt, serving } from '../rooms/serving.ts';
import { plainTerms, type Stage } from '../support/stage.ts';

const START_MS = 1_700_000_000_000;
const HOUR_MS = 3_600_000;

export type BusyHouse = Awaited<ReturnType<typeof fillHouse>>;

export async function fillHouse(stage: Stage) {
  const time = { nowMs: START_MS };
  const { desk } = serving(stage.store, () => time.nowMs);
  const seller = await stage.person();
  const [ann, bob, poor] = [await stage.person(10_000), await stage.person(10_000), await stage.person(50)];

  const listing: Terms = {
    ...plainTerms(START_MS),
    startsAtMs: START_MS + 60_000,
    plannedEndsAtMs: START_MS + HOUR_MS,
  };
  const list = async (changes: Partial<Terms> = {}) =>
    desk(await stage.auction(seller, { ...listing, ...changes }));
  const early = (at: Desk) => bidAt(at, { bidderId: ann, points: 500 });

  const open = await list();
  const sold = await list({ softClose: { windowMs: 60_000, extendByMs: 60_000, capMs: 300_000 } });
  const reserved = await list({ reservePoints: points(5_000) });
  const bought = await list({ buyNowPoints: points(700) });
  const cancelled = await list();
  const ignored = await list();
  const edited = await list();
  const withdrawn = await list();

  await early(edited);
  await changeAuction(stage.db, edited.auctionId, (auction) => {
    const terms = { ...listing, startPricePoints: points(300), startsAtMs: START_MS - 1_000 };
    return { decision: edit(auction, { kind: 'edit', atMs: time.nowMs, byUserId: seller, terms }) };
  });
  await early(withdrawn);
  await changeAuction(stage.db, withdrawn.auctionId, (auction) => ({
    decision: withdraw(auction, { kind: 'withdraw', atMs: time.nowMs, byUserId: seller }),
  }));
  await early(open);

  time.nowMs = START_MS + 120_000;
  const reedited = await desk(edited.auctionId);
  for (const at of [open, sold, reserved, cancelled, reedited])
    await bidBackAndForth(at, { ann, bob, poor, seller });
  await bidAt(bought, { bidderId: bob, points: 700, kind: 'buy_now' });
  await cancelled.cancel();

  // A second server takes over, as after a crash of the first.
  const successor = await desk(open.auctionId);
  await bidAt(successor, { bidderId: bob, points: 900, kind: 'maximum' });

  time.nowMs = START_MS + HOUR_MS - 10_000;
  await bidAt(sold, { bidderId: ann, points: 1_000, kind: 'maximum' });
  time.nowMs = START_MS + HOUR_MS + 200_000;
  for (const at of [sold, reserved, ignored]) await at.close();
  await bidAt(sold, { bidderId: bob, points: 2_000 });

  return {
    ann,
    bob,
    seller,
    openId: open.auctionId,
    soldId: sold.auctionId,
    reservedId: reserved.auctionId,
    cancelledId: cancelled.auctionId,
    boughtId: bought.auctionId,
    editedId: edited.auctionId,
    withdrawnId: withdrawn.auctionId,
  };
}

type Cast = { ann: string; bob: string; poor: string; seller: string };

/** Every kind of bid, accepted, answered and refused; ann leads in the end. Bids 1 to 9 of an auction without earlier ones. */
async function bidBackAndForth(desk: Desk, { ann, bob, poor, seller }: Cast): Promise<void> {
  const bidId = randomUUID();
  await bidAt(desk, { bidderId: ann, points: 310, kind: 'maximum', bidId });
  await bidAt(desk, { bidderId: ann, points: 311, kind: 'maximum', bidId });
  await bidAt(desk, { bidderId: bob, points: 305 });
  await bidAt(desk, { bidderId: bob, points: 400, kind: 'maximum' });
  await bidAt(desk, { bidderId: ann, points: 400 });
  await bidAt(desk, { bidderId: ann, points: 450, kind: 'maximum' });
  await bidAt(desk, { bidderId: ann, points: 500, kind: 'maximum' });
  await bidAt(desk, { bidderId: poor, points: 9_000 });
  await bidAt(desk, { bidderId: seller, points: 9_000 });
}
