/** Each metric moves when what it counts happens, through the real server over a real database. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReadyAuction } from '../../client-sdk/index.ts';
import { startTcpProxy, type TcpProxy } from '../../local-services/tcp-proxy.ts';
import { openDatabase } from '../../persistence/database.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { METRICS_TOKEN, metricsText, sample } from './samples.ts';
import { openServer, type Person, type ServerStage } from './server-stage.ts';

let testDatabase: TestDatabase;
let proxy: TcpProxy;
let server: ServerStage;
let seller: Person;
let ada: Person;

beforeAll(async () => {
  [testDatabase, proxy] = await Promise.all([createTestDatabase(), startTcpProxy()]);
  const url = new URL(testDatabase.url);
  proxy.aimAt(Number(url.port));
  url.port = String(proxy.port);
  url.hostname = '127.0.0.1';
  const database = await openDatabase({ kind: 'postgres', url: url.href, poolSize: 5 });
  await sql`update house_pulse set at = clock_timestamp()`.execute(database.db);
  server = await openServer({ METRICS_TOKEN, USER_REQUESTS_PER_MINUTE: '40' }, { database });
  [seller, ada] = [await server.signUp(), await server.rich()];
});
afterAll(async () => {
  proxy.release();
  await server.close();
  await proxy.stop();
  await testDatabase.drop();
});

const count = async (name: string) => {
  const value = await sample(server, name);
  if (value === undefined) throw new Error(`there is no ${name}`);
  return value;
};

const bid = (auctionId: string, points: number, kind = 'plain') =>
  server.ask('POST', `/api/auctions/${auctionId}/bids`, {
    as: ada,
    body: { bidId: randomUUID(), kind, points },
  });

test('rooms and the sockets in them are counted while they are open', async () => {
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  server.house.attach(server.app.server);
  const { port } = server.app.server.address() as AddressInfo;
  const counted = () => Promise.all([count('ready_auction_rooms'), count('ready_auction_room_clients')]);
  expect(await counted()).toEqual([0, 0]);
  const client = new ReadyAuction(`http://127.0.0.1:${port}`);
  const { id } = await server.list(seller);
  const watchers = [await client.join(id), await client.join(id)];
  expect(await counted()).toEqual([1, 2]);
  for (const watcher of watchers) await watcher.leave();
  await expect.poll(counted).toEqual([0, 0]);
});

test('every metric of ours is described, and every one described exists', async () => {
  await bid((await server.list(seller)).id, 100);
  const served = [...(await metricsText(server)).matchAll(/^# TYPE (ready_auction_\w+) (\w+)$/gm)];
  const described = [
    ...(await readFile('docs/metrics.md', 'utf8')).matchAll(/^\| `(ready_auction_\w+)` \| (\w+) \|/gm),
  ];
  const sorted = (rows: RegExpMatchArray[]) => rows.map(([, name, kind]) => `${name} ${kind}`).sort();
  expect(sorted(served)).toEqual(sorted(described));
});

test('a bid is counted once by its outcome, with its time and its settlement', async () => {
  const names = [
    'ready_auction_bids_total{outcome="accepted"}',
    'ready_auction_bids_total{outcome="below_minimum"}',
    'ready_auction_bid_ack_seconds_count',
    'ready_auction_settlement_seconds_count',
    'ready_auction_settlement_letters_sum',
  ];
  const all = () => Promise.all(names.map(count));
  const { id } = await server.list(seller);
  const before = await all();
  await bid(id, 1);
  await bid(id, 120);
  const moved = (await all()).map((value, index) => value - (before[index] ?? 0));
  expect(moved).toEqual([1, 1, 2, 2, 2]);
  expect(await count('ready_auction_bid_ack_seconds_sum')).toBeGreaterThan(0);
  expect(await count('ready_auction_settlements_failed_total')).toBe(0);
  expect(await count('ready_auction_mailbox_letters')).toBe(0);
});

test('an auction that is bought is closed in time', async () => {
  const closed = await count('ready_auction_auctions_closed_total');
  const lateSum = await count('ready_auction_auction_close_late_seconds_sum');
  const { id } = await server.list(seller, { buyNowPoints: 200 });
  expect((await bid(id, 200, 'buy_now')).status).toBe(200);
  expect(await count('ready_auction_auctions_closed_total')).toBe(closed + 1);
  expect((await count('ready_auction_auction_close_late_seconds_sum')) - lateSum).toBeLessThan(0.05);
});

test('an auction that ends by itself is counted with how late it was closed', async () => {
  const counted = await count('ready_auction_auction_close_late_seconds_count');
  const endsAt = new Date(server.clock.nowMs() + 1_000).toISOString();
  const { id } = await server.list(seller, {
    endsAt: new Date(server.clock.nowMs() + 3_600_000).toISOString(),
  });
  expect((await bid(id, 100)).status).toBe(200);
  await sql`update auction set planned_ends_at = ${endsAt}, ends_at = ${endsAt} where id = ${id}`.execute(
    server.database.db,
  );
  await server.house.refresh(id);
  await expect
    .poll(() => count('ready_auction_auction_close_late_seconds_count'), { timeout: 8_000 })
    .toBe(counted + 1);
});

test('an auction that another owner took is an epoch lost', async () => {
  const lost = await count('ready_auction_epochs_lost_total');
  const { id } = await server.list(seller);
  await bid(id, 100);
  await sql`update auction set epoch = epoch + 1 where id = ${id}`.execute(server.database.db);
  await bid(id, 110);
  expect(await count('ready_auction_epochs_lost_total')).toBe(lost + 1);
});

test('requests are counted by the pattern of their route, never by what was asked for', async () => {
  const { id } = await server.list(seller);
  await server.ask('GET', `/api/auctions/${id}`);
  await server.ask('GET', '/nothing/here/at-all');
  const one = 'ready_auction_http_request_seconds_count';
  expect(await count(`${one}{method="GET",route="/api/auctions/:id",status="2xx"}`)).toBe(1);
  expect(await count(`${one}{method="GET",route="unknown",status="4xx"}`)).toBe(1);
  const text = await metricsText(server);
  expect(text).not.toContain(id);
  expect(text).not.toContain('at-all');
});

test('who asks too much is counted by the bound that was met', async () => {
  const bob = await server.signUp();
  expect(await count('ready_auction_turned_away_total{why="user_requests"}')).toBe(0);
  for (let asked = 0; asked < 41; asked++) await server.ask('GET', '/api/me', { as: bob });
  expect(await count('ready_auction_turned_away_total{why="user_requests"}')).toBeGreaterThan(0);
});

test('the pool says who is busy, who is idle and who waits', async () => {
  const { db } = server.database;
  const { promise, resolve } = Promise.withResolvers<void>();
  // One connection of the five is taken by each, and the last two wait.
  let begun = 0;
  const take = () => {
    begun += 1;
    return promise;
  };
  const taken = Array.from({ length: 7 }, () => db.transaction().execute(take));
  const ended = Promise.allSettled(taken);
  await expect.poll(() => begun, { interval: 5 }).toBe(5);
  const text = await metricsText(server);
  resolve();
  // And perhaps somebody of the house.
  expect(text).toMatch(/ready_auction_database_pool_waiting\{pool="bids"\} [2-9]\n/);
  expect(text).toContain('ready_auction_database_pool_connections{pool="bids",state="busy"} 5\n');
  await ended;
  await expect.poll(() => count('ready_auction_database_pool_connections{pool="bids",state="busy"}')).toBe(0);
  expect(await count('ready_auction_database_pool_waiting{pool="bids"}')).toBe(0);
  expect(await count('ready_auction_database_pool_connections{pool="lists",state="busy"}')).toBe(0);
});

test('a database that hangs is told of, and keeps nobody from looking', { timeout: 30_000 }, async () => {
  expect(await count('ready_auction_database_reachable')).toBe(1);
  expect(await count('ready_auction_redis_reachable')).toBe(1);
  const { id } = await server.list(seller);
  await bid(id, 100);
  proxy.hold('in', 'out');
  // Past the door, where it would be asked who bids.
  const unavailable = server.house.bid(id, ada.user.id, {
    bidId: randomUUID(),
    kind: 'maximum',
    points: 110,
  });
  const beganMs = performance.now();
  expect(await count('ready_auction_database_reachable')).toBe(0);
  // Much less than a collector waits, however slow the machine.
  expect(performance.now() - beganMs).toBeLessThan(8_000);
  expect(await unavailable).toMatchObject({ code: 'unavailable' });
  await expect
    .poll(() => count('ready_auction_settlements_failed_total'), { timeout: 8_000 })
    .toBeGreaterThan(0);
  expect(await count('ready_auction_bids_total{outcome="unavailable"}')).toBeGreaterThan(0);
  proxy.release();
  await expect.poll(() => count('ready_auction_database_reachable'), { timeout: 15_000 }).toBe(1);
});

test('a process that leaves says so', async () => {
  expect(await count('ready_auction_draining')).toBe(0);
  await server.house.leave();
  expect(await count('ready_auction_draining')).toBe(1);
});
