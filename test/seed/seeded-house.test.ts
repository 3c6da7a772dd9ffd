/** A seeded house is one that the house itself could have become. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audit } from '../../persistence/audit.ts';
import { catchUpOnAll } from '../../persistence/catalogue/catching-up.ts';
import { writeCard } from '../../persistence/catalogue/writing.ts';
import { auctionById } from '../../persistence/stored-auctions.ts';
import { definitionsIn, emptyHouse } from './seeded-stage.ts';

const AUCTIONS = 3_000;

let house: Awaited<ReturnType<typeof emptyHouse>>;
let before: string[];

beforeAll(async () => {
  house = await emptyHouse();
  before = await definitionsIn(house.db);
  expect(await house.seed(AUCTIONS)).toMatchObject({ kind: 'loaded', rows: { auction: AUCTIONS } });
});
afterAll(() => house.close());

test('the audit holds, over bids, sales, refusals and holds of every kind', async () => {
  const { checks, counts } = await audit(house.db);
  expect(checks.filter(({ violations }) => violations > 0)).toEqual([]);
  expect(counts).toMatchObject({ auctions: AUCTIONS, wallets: 150 });
  const kinds = await sql<{ kind: string }>`
    select outcome as kind from bid union select kind from bid union select kind::text from transfer
    union select ending::text from auction where ending is not null
    union select unsold_reason::text from auction where unsold_reason is not null`.execute(house.db);
  expect(kinds.rows.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining([
      ...['accepted', 'below_minimum', 'insufficient_points', 'plain', 'maximum', 'buy_now'],
      ...['charge', 'hold', 'release', 'capture', 'payout', 'fee'],
      ...['sold', 'no_bids', 'reserve_not_met', 'cancelled'],
    ]),
  );
});

test('every index, key and trigger is back as it was, and in force', async () => {
  expect(await definitionsIn(house.db)).toEqual(before);
  const id = randomUUID();
  await house.db
    .insertInto('user')
    .values({
      id,
      name: 'Somebody',
      email: `${id}@example.com`,
      emailVerified: false,
      birthDate: '1990-05-17',
      gender: 'other',
    })
    .execute();
  const wallet = await house.db.selectFrom('wallet').where('user_id', '=', id).select('held').execute();
  expect(wallet).toEqual([{ held: 0 }]);
  await house.db.deleteFrom('wallet').where('user_id', '=', id).execute();
  await house.db.deleteFrom('user').where('id', '=', id).execute();
});

test('cards and words are what the house itself writes', async () => {
  const everything = () => house.db.selectFrom('catalogue').selectAll().orderBy('auction_id').execute();
  const words = () => house.db.selectFrom('catalogue_words').selectAll().orderBy('auction_id').execute();
  const sorted = (rows: Awaited<ReturnType<typeof words>>) =>
    rows.map(({ grams, ...row }) => ({ ...row, grams: [...grams].sort() }));
  expect(await catchUpOnAll(house.db)).toBe(0);
  const [cards, found] = [await everything(), await words()];
  const ids = cards.slice(0, 300).map(({ auction_id }) => auction_id);

  await house.db.transaction().execute(async (transaction) => {
    for (const id of ids) {
      const stored = await auctionById(transaction, id);
      if (stored === undefined) throw new Error(`no auction ${id}`);
      await transaction.deleteFrom('catalogue').where('auction_id', '=', id).execute();
      await transaction.deleteFrom('catalogue_words').where('auction_id', '=', id).execute();
      await writeCard(transaction, stored);
    }
  });
  await catchUpOnAll(house.db);
  await sql`update catalogue c set likes = (select count(*) from auction_like l where l.auction_id = c.auction_id)`.execute(
    house.db,
  );
  expect(await everything()).toEqual(cards);
  expect(sorted(await words())).toEqual(sorted(found));
  expect(
    cards.filter(({ ending, bids, likes }) => ending === 'sold' && bids > 3 && likes > 3).length,
  ).toBeGreaterThan(9);
});

test('bids tell age and gender as a settlement tells them', async () => {
  const { rows } = await sql<{ wrong: number }>`
    select count(*) as wrong from bid b join "user" u on u.id = b.bidder_id
    where b.bidder_age <> extract(year from age(b.at at time zone 'utc', u."birthDate"::date)) or b.bidder_gender <> u.gender`.execute(
    house.db,
  );
  expect(rows).toEqual([{ wrong: 0 }]);
});

test('bids and movements lie in the order of time, as if they had come one after the other', async () => {
  const { rows } = await sql<{ bids: number; movements: number }>`
    select
      (select count(*) from (select at, lag(at) over (order by ctid) as before from bid) b where at < before) as bids,
      (select count(*) from (select at, lag(at) over (order by id) as before from transfer) t where at < before) as movements`.execute(
    house.db,
  );
  expect(rows).toEqual([{ bids: 0, movements: 0 }]);
});

test('nothing has happened that could not have: after the listing, before now, while it was live', async () => {
  const { rows } = await sql<{ what: string }>`
    select 'bid outside of its auction' as what from bid b join auction a on a.id = b.auction_id
    where b.at < a.starts_at or b.at >= a.ends_at or b.at > now()
    union all
    select 'like outside of its auction' from auction_like l join auction a on a.id = l.auction_id
    where l.liked_at < a.listed_at or l.liked_at > coalesce(a.closed_at, now())
    union all
    select 'over and not closed' from auction where ending is null and ends_at < now() - interval '30 seconds'
    union all
    select 'closed before its end' from auction where ending in ('unsold') and closed_at < ends_at
    union all
    select 'gap in the pictures' from auction_image group by auction_id having max(position) + 1 <> count(*)
    union all
    select 'shown but not ready' from auction_image s join image i on i.id = s.image_id where not i.ready`.execute(
    house.db,
  );
  expect(rows).toEqual([]);
});

test('a second house is put beside it only when asked to, and not the same twice', async () => {
  expect(await house.seed(50, {}, 2)).toEqual({ kind: 'refused', code: 'has_auctions' });
  expect(await house.seed(50, { more: true })).toEqual({ kind: 'refused', code: 'loaded_before' });
  expect(await house.seed(50, { more: true }, 2)).toMatchObject({ kind: 'loaded', rows: { auction: 50 } });
  expect(await definitionsIn(house.db)).toEqual(before);
  const { checks, counts } = await audit(house.db);
  expect(checks.filter(({ violations }) => violations > 0)).toEqual([]);
  expect(counts.auctions).toBe(AUCTIONS + 50);
});
