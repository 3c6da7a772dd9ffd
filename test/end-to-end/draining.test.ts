import { connect as openSocket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { BidOutcome, ConnectionChange, ReadyAuction } from '../../client-sdk/index.ts';
import { type AuctionServer, startAuctionServer } from '../../local-services/auction-server.ts';
import { type LocalPostgres, startPostgres } from '../../local-services/postgres.ts';
import { type LocalRedis, startRedis } from '../../local-services/redis.ts';
import { startTcpProxy, type TcpProxy } from '../../local-services/tcp-proxy.ts';
import { type Nodes, startNodes } from './nodes.ts';
import { listed, somebody } from './people.ts';

/** What is left of it afterwards is killed, and has no exit code. */
const PATIENCE_MS = 10_000;

/** The status and message of a node's own word on whether it is of use. */
async function readiness(node: AuctionServer): Promise<string> {
  const response = await fetch(`${node.url}/health/ready`);
  const { error } = (await response.json()) as { error?: { message: string } };
  return `${response.status} ${error?.message ?? ''}`;
}

describe('two nodes of which one leaves', () => {
  let house: Nodes;
  let nodes: [AuctionServer, AuctionServer];
  let seller: ReadyAuction;
  beforeAll(async () => {
    house = await startNodes(2);
    nodes = house.nodes as typeof nodes;
    seller = await somebody(nodes[1].url);
  });
  afterAll(() => house?.stop());

  it('hand over its hundred rooms: everybody joins again at once, and bids on', {
    timeout: 60_000,
  }, async () => {
    const [leaver, stays] = nodes;
    const bidders = await Promise.all(Array.from({ length: 10 }, () => somebody(stays.url, 1_000_000)));
    const items: Awaited<ReturnType<typeof listed>>[] = [];
    // A few at a time: a crowd of sellers is not what this is about.
    while (items.length < 200)
      items.push(...(await Promise.all(Array.from({ length: 10 }, () => listed(seller)))));
    const breaks: ConnectionChange[][] = items.map(() => []);
    const lives = await Promise.all(
      items.map(async ({ id }, index) => {
        const live = await (bidders[index % 10] as ReadyAuction).join(id);
        live.on('connection', (change) => breaks[index]?.push(change));
        return live;
      }),
    );
    await Promise.all(lives.map((live) => live.bid(100)));

    const exit = leaver.terminate(PATIENCE_MS);
    const outcomes = await Promise.all(lives.map((live) => live.bidUpTo(150)));

    expect(await exit).toBe(0);
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['accepted']));
    const moved = breaks.filter((changes) => changes.length > 0);
    // They were spread, however fast they came.
    expect(moved.length).toBeGreaterThan(80);
    expect(moved.length).toBeLessThan(120);
    for (const [first] of moved) expect(first).toMatchObject({ state: 'reconnecting', waitMs: 0 });
    await expect.poll(() => moved.filter((changes) => changes.at(-1)?.state !== 'connected')).toEqual([]);
    await Promise.all(lives.map((live) => live.leave()));
    await leaver.restart();
  });

  it('answer every bid without a socket, or ask for it again, and say the same the second time', {
    timeout: 60_000,
  }, async () => {
    const [leaver, stays] = nodes;
    const bidder = await somebody(stays.url, 100_000_000);
    const items = await Promise.all(Array.from({ length: 8 }, () => listed(seller)));
    const told: {
      auctionId: string;
      bid: { bidId: string; kind: 'maximum'; points: number };
      outcome: BidOutcome;
    }[] = [];
    let isOver = false;
    const bidding = items.map(async ({ id: auctionId }) => {
      for (let points = 100; !isOver; points++) {
        const bid = { bidId: crypto.randomUUID(), kind: 'maximum' as const, points };
        told.push({ auctionId, bid, outcome: await bidder.auctions.bid(auctionId, bid) });
      }
    });
    await expect.poll(() => told.length, { timeout: 20_000 }).toBeGreaterThan(50);
    expect(await leaver.terminate(PATIENCE_MS)).toBe(0);
    const atExit = told.length;
    await expect.poll(() => told.length, { timeout: 20_000 }).toBeGreaterThan(atExit + 50);
    isOver = true;
    await Promise.all(bidding);

    for (const { auctionId, bid, outcome } of told) {
      const again = await bidder.auctions.bid(auctionId, bid);
      if (outcome.status === 'accepted') expect(again).toEqual(outcome);
      else expect(outcome).toMatchObject({ transient: true });
    }
    await leaver.restart();
  });
});

describe('a server that is told to end', () => {
  let postgres: LocalPostgres;
  let redis: LocalRedis;
  let proxy: TcpProxy;
  let server: AuctionServer;
  beforeAll(async () => {
    [postgres, redis, proxy] = await Promise.all([startPostgres(), startRedis(), startTcpProxy()]);
    const url = new URL(postgres.url());
    proxy.aimAt(Number(url.port));
    url.port = String(proxy.port);
    server = await startAuctionServer({ DATABASE_URL: url.href, REDIS_URL: redis.url() });
  });
  afterAll(async () => {
    await server?.stop();
    await proxy?.stop();
    await redis?.stop();
    await postgres?.stop();
  });

  it.each([
    { how: 'all is well', fail: async () => {}, mend: async () => {} },
    { how: 'Redis is dead', fail: () => redis.kill(), mend: () => redis.restart() },
    { how: 'Redis is a black hole', fail: async () => redis.pause(), mend: async () => redis.resume() },
    { how: 'PostgreSQL is stopped', fail: () => postgres.stopAtOnce(), mend: () => postgres.restart() },
    {
      how: 'PostgreSQL is a black hole',
      fail: async () => proxy.hold('in', 'out'),
      mend: async () => {
        proxy.release();
        proxy.cut();
      },
    },
    {
      how: 'both are gone',
      fail: async () => {
        proxy.hold('in', 'out');
        redis.pause();
      },
      mend: async () => {
        redis.resume();
        proxy.release();
        proxy.cut();
      },
    },
  ])(
    'ends cleanly in ten seconds when $how, and what it has acknowledged stands',
    { timeout: 60_000 },
    async ({ fail, mend }) => {
      const [seller, ann] = [await somebody(server.url), await somebody(server.url, 10_000)];
      const item = await listed(seller);
      const live = await ann.join(item.id);
      expect(await live.bidUpTo(150)).toMatchObject({ status: 'accepted' });
      const alerts = ann.alerts();
      alerts.on('alert', () => {});
      const bid = { bidId: crypto.randomUUID(), kind: 'maximum', points: 200 } as const;

      await fail();
      const told = live.place(bid).catch((error: unknown) => error);
      const exit = await server.terminate(PATIENCE_MS);
      alerts.close();
      await live.leave();
      const outcome = await told;
      await mend();

      expect(exit, server.logTail()).toBe(0);
      await server.restart();
      // Acknowledged or not: asking again tells what became of it, and never anything else than before.
      const again = await ann.auctions.bid(item.id, bid);
      expect(again).toMatchObject({ status: 'accepted', leading: true });
      if (outcome instanceof Error) return;
      expect(again).toEqual(outcome);
    },
  );

  it('is not ready from the first moment, and lives on until everybody has an answer', {
    timeout: 60_000,
  }, async () => {
    const [seller, ann] = [await somebody(server.url), await somebody(server.url, 10_000)];
    const live = await ann.join((await listed(seller)).id);
    expect(await live.bidUpTo(150)).toMatchObject({ status: 'accepted' });
    proxy.hold('in', 'out');
    onTestFinished(() => proxy.release());
    const told = live.bidUpTo(200).catch(() => 'undecided');
    // It has the bid by then, and cannot settle it.
    await expect.poll(() => readiness(server), { timeout: 10_000 }).toBe('503 The database does not answer.');
    const exit = server.terminate(PATIENCE_MS);
    await expect
      .poll(() => readiness(server), { interval: 10, timeout: 5_000 })
      .toBe('503 This server is leaving. Ask another one.');
    expect((await fetch(`${server.url}/health/live`)).headers.get('connection')).toBe('close');
    expect(await exit).toBe(0);
    await live.leave();
    expect(await told).toBe('undecided');
    proxy.release();
    proxy.cut();
    await server.restart();
  });

  it('does not wait for who never finishes a request, and ends at once when told twice', {
    timeout: 60_000,
  }, async () => {
    const { port } = new URL(server.url);
    const half = openSocket(Number(port), '127.0.0.1', () =>
      half.write('POST /api/auctions HTTP/1.1\r\nHost: x\r\nContent-'),
    );
    half.on('error', () => {});
    const silent = openSocket(Number(port), '127.0.0.1');
    silent.on('error', () => {});
    await fetch(`${server.url}/health/live`);
    expect(await server.terminate(PATIENCE_MS)).toBe(0);

    await server.restart();
    const again = openSocket(Number(port), '127.0.0.1', () =>
      again.write('POST /api/auctions HTTP/1.1\r\nHost: x\r\nContent-'),
    );
    again.on('error', () => {});
    await fetch(`${server.url}/health/live`);
    const closings = () => server.log().split('Closing').length;
    const before = closings();
    process.kill(server.pid, 'SIGTERM');
    await expect.poll(closings).toBe(before + 1);
    expect(await server.terminate(PATIENCE_MS)).toBe(1);
  });
});
