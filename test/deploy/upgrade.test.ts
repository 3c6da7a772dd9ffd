/** Nodes of two versions on one database, while a house is upgraded node by node. */
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AuctionServer, startAuctionServer } from '../../local-services/auction-server.ts';
import { listed, somebody } from '../end-to-end/people.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
let node: AuctionServer;
const asked = async (statement: string) => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};

beforeAll(async () => {
  database = await createTestDatabase();
  node = await startAuctionServer({ DATABASE_URL: database.url });
});
afterAll(async () => {
  await node?.stop();
  await database?.drop();
});

/** What a newer version would do: it adds, and takes nothing away. */
const EXPAND = `
  begin;
  set local lock_timeout = '2s';
  alter table auction add column added_later text;
  alter table bid add column added_later integer not null default 0;
  create table added_later (id bigint primary key);
  insert into kysely_migration (name, timestamp) values ('9999-added-later', now()::text);
  commit`;

it('an older node goes on, and starts again, beside a schema that a newer one has added to', async () => {
  const seller = await somebody(node.url);
  const bidder = await somebody(node.url, 10_000);
  const { id } = await listed(seller);
  const live = await bidder.join(id);
  expect(await live.bid(100)).toMatchObject({ status: 'accepted' });

  await asked(EXPAND);
  expect(await live.bid(200)).toMatchObject({ status: 'refused', code: 'already_leading' });
  expect(await live.bidUpTo(300)).toMatchObject({ status: 'accepted' });

  expect(await node.terminate()).toBe(0);
  await node.restart();
  expect(await live.bidUpTo(400)).toMatchObject({ status: 'accepted' });
  const another = await listed(seller);
  expect(await (await bidder.join(another.id)).bid(150)).toMatchObject({ status: 'accepted' });
});

it('a node does not start where a migration that it should know is unknown to it', async () => {
  await asked("insert into kysely_migration (name, timestamp) values ('0001-of-another-house', now()::text)");
  await node.terminate();
  await expect(node.restart()).rejects.toThrow(/did not start/);
});
