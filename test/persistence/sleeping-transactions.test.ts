import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage('postgres');
});
afterAll(() => stage.close());

it('a process that stops dead in the middle of a transaction does not keep others from its auction', async () => {
  const seller = await stage.person();
  const auctionId = await stage.auction(seller);
  const holding = Promise.withResolvers<void>();
  const awake = Promise.withResolvers<void>();
  const asleep = stage.db.transaction().execute(async (transaction) => {
    await sql`update auction set epoch = epoch where id = ${auctionId}`.execute(transaction);
    holding.resolve();
    await awake.promise;
    await sql`select 1`.execute(transaction);
  });
  await holding.promise;
  try {
    // Asked once: it waits for the lock, and gets it within what a statement may take.
    await expect(stage.store.own(auctionId)).resolves.toBeDefined();
  } finally {
    awake.resolve();
  }
  await expect(asleep).rejects.toThrow();
});
