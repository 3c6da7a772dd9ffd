import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LIMITS } from '../../auction/limits.ts';
import { points } from '../../auction/points.ts';
import { charge } from '../../persistence/charges.ts';
import { readNumberKey } from '../../persistence/cursor.ts';
import { transfersOf, walletOf } from '../../persistence/wallets.ts';
import { DATABASE_KINDS, openStage, type Stage } from '../support/stage.ts';

describe.each(DATABASE_KINDS)('wallets on %s', (kind) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(kind);
  });
  afterAll(() => stage.close());

  const pay = (userId: string, idempotencyKey: string, amount: number) =>
    charge(stage.db, { userId, idempotencyKey, points: points(amount) });

  test('a charge sent ten times at once moves points once, and all get the same answer', async () => {
    const userId = await stage.person();
    const results = await Promise.all(Array.from({ length: 10 }, () => pay(userId, 'k', 300)));
    expect(results.filter((result) => result.kind === 'charged' && !result.repeated)).toHaveLength(1);
    expect(
      new Set(results.map((result) => (result.kind === 'charged' ? result.transfer.id : result.code))).size,
    ).toBe(1);
    expect(await walletOf(stage.db, userId)).toEqual({ available: 300, held: 0 });
    expect((await transfersOf(stage.db, userId, { after: undefined, limit: 10 })).items).toHaveLength(1);
  });

  test('many charges at once all count', async () => {
    const userId = await stage.person();
    await Promise.all(Array.from({ length: 20 }, (_, i) => pay(userId, `${i}`, 5)));
    expect(await walletOf(stage.db, userId)).toEqual({ available: 100, held: 0 });
  });

  test('a key says what it was used for', async () => {
    const userId = await stage.person();
    await pay(userId, 'k', 300);
    expect(await pay(userId, 'k', 301)).toEqual({ kind: 'refused', code: 'idempotency_key_reused' });
  });

  test('a wallet that would hold too much takes nothing, and the key stays free', async () => {
    const userId = await stage.person(LIMITS.walletPoints - 10);
    expect(await pay(userId, 'k', 11)).toEqual({ kind: 'refused', code: 'wallet_full' });
    expect(await pay(userId, 'k', 10)).toMatchObject({
      kind: 'charged',
      wallet: { available: LIMITS.walletPoints },
    });
  });

  test('held points count towards what a wallet holds', async () => {
    const userId = await stage.person(5);
    await stage.db
      .updateTable('wallet')
      .set({ held: LIMITS.walletPoints - 5 })
      .where('user_id', '=', userId)
      .execute();
    expect(await pay(userId, 'k', 1)).toEqual({ kind: 'refused', code: 'wallet_full' });
  });

  test('transfers come newest first, page by page, without gaps or repeats', async () => {
    const userId = await stage.person();
    for (let i = 1; i <= 7; i++) await pay(userId, `${i}`, i);
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const after = cursor === null ? undefined : readNumberKey(cursor);
      const page = await transfersOf(stage.db, userId, { after, limit: 3 });
      seen.push(...page.items.map((transfer) => transfer.points));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });
});
