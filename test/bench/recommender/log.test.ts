import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LoggedWorld, loggedWorld } from '../../../bench/recommender/speed/database.ts';
import { type Deal, type Recipe, worldOf } from '../../../bench/recommender/world/world.ts';

const RECIPE: Recipe = {
  ...{ seed: 5, people: 100, items: 600, bids: 4_000, days: 60 },
  untilMs: Date.UTC(2026, 2, 1),
  planted: true,
};

let database: LoggedWorld;
let client: pg.Client;

beforeAll(async () => {
  database = await loggedWorld(worldOf(RECIPE), () => {});
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
}, 60_000);

afterAll(async () => {
  await client.end();
  await database.close();
});

const rows = async (query: string) => (await client.query(query)).rows;

test('the log in the database is what happened in the house', async () => {
  const world = worldOf(RECIPE);
  const deals: Deal[] = [...world.deals()];
  const bids = deals.filter((deal) => deal.kind === 'bid');
  expect(database.bids).toBe(bids.length);
  expect(database.likes).toBe(deals.length - bids.length);
  const stored = await rows(
    'select auction_id, bidder_id, outcome, at, bidder_gender from bid order by at, auction_id, seq',
  );
  const told = bids.map(({ item, person, outcome, atMs, seq }) => ({ item, person, outcome, atMs, seq }));
  told.sort(
    (a, b) => a.atMs - b.atMs || (a.item.id < b.item.id ? -1 : a.item.id > b.item.id ? 1 : a.seq - b.seq),
  );
  expect(stored).toEqual(
    told.map(({ item, person, outcome, atMs }) => ({
      ...{ auction_id: item.id, bidder_id: person.id, outcome, at: new Date(atMs) },
      bidder_gender: person.gender,
    })),
  );
});

test('what is over was won by the last who bid, and what is open can be recommended', async () => {
  const [over] = await rows(`select count(*)::int as items, count(winner_id)::int as won,
    count(*) filter (where winner_id is distinct from (select b.bidder_id from bid b
      where b.auction_id = a.id and b.outcome = 'accepted' order by b.seq desc limit 1))::int as wrong
    from auction a where ending is not null`);
  expect(over.items).toBeGreaterThan(400);
  expect(over.won).toBeGreaterThan(300);
  expect(over.wrong).toBe(0);
  const [open] = await rows(`select count(*)::int as items from auction where ending is null`);
  expect(open.items).toBeGreaterThan(10);
  const titles = await rows('select distinct title from auction');
  expect(titles.length).toBeGreaterThan(500);
});
