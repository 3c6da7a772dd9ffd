/** A seeding that does not come to its end has never been. */
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bulkLoad } from '../../persistence/bulk/bulk-load.ts';
import type { BulkBlock } from '../../persistence/bulk/bulk-tables.ts';
import { madeHouse } from '../../seed/house.ts';
import { personIds } from '../../seed/people.ts';
import { definitionsIn, emptyHouse, rowsIn } from './seeded-stage.ts';

let house: Awaited<ReturnType<typeof emptyHouse>>;
let before: unknown;
const everything = async () => [await definitionsIn(house.db), await rowsIn(house.db)];

beforeEach(async () => {
  house = await emptyHouse();
  before = await everything();
});
afterEach(() => house.close());

const load = (blocks: AsyncIterable<BulkBlock>) =>
  bulkLoad({
    url: house.url,
    more: false,
    firstUserId: personIds(1)(0),
    blocks,
    watcher: { building: () => {}, tidying: () => {} },
  });

const allBlocks = () =>
  [...madeHouse({ auctions: 200, seed: 1, nowMs: Date.now() })].flatMap(({ blocks }) => blocks);

test('rows that stop coming leave nothing', async () => {
  async function* stopping() {
    yield* allBlocks();
    throw new Error('out of rows');
  }
  await expect(load(stopping())).rejects.toThrow('out of rows');
  expect(await everything()).toEqual(before);
});

test('a row that cannot be one leaves nothing', async () => {
  async function* wrong() {
    for (const block of allBlocks()) {
      if (block.table !== 'catalogue') yield block;
      else yield { ...block, bytes: new TextEncoder().encode('not a card\n') };
    }
  }
  await expect(load(wrong())).rejects.toThrow('not a card');
  expect(await everything()).toEqual(before);
});

test('rows that belong to nothing are found by the keys that are made again, and leave nothing', async () => {
  async function* without(table: string) {
    for (const block of allBlocks()) if (block.table !== table) yield block;
  }
  await expect(load(without('auction'))).rejects.toThrow(/foreign key constraint "\w+_auction_id_fkey"/);
  expect(await everything()).toEqual(before);
});

test('an image that cannot be written leaves nothing', async () => {
  const writeImages = () => Promise.reject(new Error('the disk is full'));
  await expect(house.seed(100, { writeImages })).rejects.toThrow('the disk is full');
  expect(await everything()).toEqual(before);
});

test('the files of exactly those images are asked for that rows say are there', async () => {
  const asked: string[] = [];
  await house.seed(100, {
    writeImages: async (images) => {
      asked.push(...images.map(({ id }) => id));
    },
  });
  const { rows } = await sql<{ id: string }>`select id from image where ready`.execute(house.db);
  expect(rows.map(({ id }) => id).sort()).toEqual(asked.sort());
  expect(asked.length).toBe(200);
});

test('while somebody uses the tables it does not begin', async () => {
  await house.db.transaction().execute(async (transaction) => {
    // Somebody at a prompt, who may think for longer than a server.
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(transaction);
    await sql`lock table bid in row exclusive mode`.execute(transaction);
    expect(await house.seed(100)).toEqual({ kind: 'refused', code: 'in_use' });
  });
  expect(await everything()).toEqual(before);
}, 20_000);
