import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decide } from '../../auction/decide.ts';
import { EBAY } from '../../auction/increments.ts';
import { points } from '../../auction/points.ts';
import type { Terms } from '../../auction/terms.ts';
import { readTimeKey } from '../../persistence/cursor.ts';
import { changeAuction } from '../../persistence/listings.ts';
import { isReachable } from '../../persistence/reachable.ts';
import { settingOr } from '../../persistence/settings.ts';
import { auctionById, auctionsOf } from '../../persistence/stored-auctions.ts';
import { DATABASE_KINDS, listed, openStage, plainTerms, type Stage } from '../support/stage.ts';

describe.each(DATABASE_KINDS)('stored auctions on %s', (kind) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(kind);
  });
  afterAll(() => stage.close());

  const nowMs = Date.now();
  const later = (changes: Partial<Terms> = {}): Terms => ({
    ...plainTerms(nowMs),
    startsAtMs: nowMs + 60_000,
    ...changes,
  });
  const list = async (sellerId: string, terms = later()) =>
    listed(stage.db, { sellerId, title: 'Lamp', description: '', terms });
  const edit = (byUserId: string, terms: Terms) => (auction: Parameters<typeof decide>[0]) => ({
    decision: decide(auction, { kind: 'edit', byUserId, terms, atMs: nowMs }),
    item: { title: 'Better lamp' },
  });

  test('terms come back as they were stored', async () => {
    const terms = later({
      reservePoints: points(500),
      buyNowPoints: points(900),
      ladder: EBAY,
      softClose: { windowMs: 30_000, extendByMs: 60_000, capMs: 600_000 },
    });
    const { auction } = await list(await stage.person(), terms);
    expect(auction.terms).toEqual(terms);
    expect(await auctionById(stage.db, auction.id)).toMatchObject({ auction, title: 'Lamp' });
    expect(await auctionById(stage.db, randomUUID())).toBeUndefined();
  });

  test('pages meet inside one millisecond without gaps or repeats', async () => {
    const sellerId = await stage.person();
    const ids: string[] = [];
    for (let i = 0; i < 9; i++) {
      const { auction } = await list(sellerId);
      // Three in each microsecond, all in one millisecond.
      const at = `2026-01-01T00:00:00.00000${Math.floor(i / 3)}Z`;
      await stage.db.updateTable('auction').set({ listed_at: at }).where('id', '=', auction.id).execute();
      ids.push(auction.id);
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const after = cursor === null ? undefined : readTimeKey(cursor);
      const page = await auctionsOf(stage.db, sellerId, { after, limit: 2 });
      seen.push(...page.items.map(({ auction }) => auction.id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(9);
    expect(seen.toSorted()).toEqual(ids.toSorted());
  });

  test('an edit starts from the new terms and fences whoever holds the old ones', async () => {
    const sellerId = await stage.person();
    const { auction } = await list(sellerId);
    const owned = await stage.store.own(auction.id);
    const result = await changeAuction(
      stage.db,
      auction.id,
      edit(sellerId, later({ startPricePoints: points(7) })),
    );
    expect(result).toMatchObject({
      kind: 'changed',
      stored: { title: 'Better lamp', auction: { pricePoints: 7, terms: { startPricePoints: 7 } } },
    });
    const again = await stage.store.own(auction.id);
    expect(again?.state.epoch).toBe((owned?.state.epoch ?? 0) + 2);
  });

  test('what the rules refuse is not stored', async () => {
    const { auction } = await list(await stage.person());
    const stranger = await stage.person();
    const before = await auctionById(stage.db, auction.id);
    expect(await changeAuction(stage.db, auction.id, edit(stranger, later()))).toEqual({
      kind: 'refused',
      code: 'not_seller',
    });
    expect(await auctionById(stage.db, auction.id)).toEqual(before);
  });

  test('a withdrawn auction leaves nothing behind', async () => {
    const sellerId = await stage.person();
    const { auction } = await list(sellerId);
    const withdraw = () =>
      changeAuction(stage.db, auction.id, (current) => ({
        decision: decide(current, { kind: 'withdraw', byUserId: sellerId, atMs: nowMs }),
      }));
    expect(await withdraw()).toEqual({ kind: 'withdrawn' });
    expect(await withdraw()).toEqual({ kind: 'refused', code: 'no_such_auction' });
    const { rows } = await sql`select 1 from bid where auction_id = ${auction.id}`.execute(stage.db);
    expect(rows).toEqual([]);
  });

  test('a setting is decided once, also when everybody asks at once', async () => {
    const values = await Promise.all(
      Array.from({ length: 8 }, () => settingOr(stage.db, 'secret', randomUUID)),
    );
    expect(new Set(values).size).toBe(1);
    expect(await settingOr(stage.db, 'secret', () => 'other')).toBe(values[0]);
  });

  test('it can tell whether it is there', async () => {
    expect(await isReachable(stage.db, 1_000)).toBe(true);
    const { promise: busy, resolve: done } = Promise.withResolvers<void>();
    const holdingAll = Array.from({ length: 5 }, () => stage.db.transaction().execute(() => busy));
    expect(await isReachable(stage.db, 20)).toBe(false);
    done();
    await Promise.all(holdingAll);
    expect(await isReachable(stage.db, 1_000)).toBe(true);
  });
});

test('what is not a cursor of ours is not read', () => {
  const encode = (text: string) => Buffer.from(text).toString('base64url');
  for (const text of [
    '',
    'x',
    '1',
    `1 ${randomUUID()} 1`,
    `-1 ${randomUUID()}`,
    `1 ${randomUUID().toUpperCase()}`,
  ]) {
    expect(readTimeKey(encode(text))).toBeUndefined();
  }
  expect(readTimeKey(encode(`1 ${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`))).toBeDefined();
});
