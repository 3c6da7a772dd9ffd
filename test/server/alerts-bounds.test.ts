/** What streams cost, and what they must not: how many there are, those who do not read, and that a house without listeners reads nothing. */
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { KyselyPlugin } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { BidTaken } from '../../auction/feed.ts';
import { alertsBetween } from '../../persistence/alerts/stored-alerts.ts';
import { tell } from '../../persistence/feed/outbox.ts';
import { feedPosition } from '../../persistence/feed/reading.ts';
import { STREAM_LIMITS } from '../../server/alerts/limits.ts';
import { type Hearing, hearing, listen, openNode } from './alert-listening.ts';
import { openServer, type Person, type ServerStage } from './server-stage.ts';

let server: ServerStage;
let url: string;
let seller: Person;
let ann: Person;
let bob: Person;
const open: Hearing[] = [];

beforeAll(async () => {
  server = await openServer();
  url = await listen(server.app);
  [seller, ann, bob] = await Promise.all([server.signUp(), server.rich(100_000), server.rich(100_000)]);
});
afterAll(() => server.close());
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(open.splice(0).map((each) => each.leave()));
  await expect.poll(() => server.alerts.stats().streams).toBe(0);
});

const hear = async (at: string, person: Person, lastEventId?: string): Promise<Hearing> => {
  const heard = await hearing(at, person, lastEventId === undefined ? {} : { lastEventId });
  open.push(heard);
  return heard;
};

const bid = async (auctionId: string, person: Person, points: number) => {
  const outcome = await server.house.bid(auctionId, person.user.id, {
    bidId: randomUUID(),
    kind: 'plain',
    points,
  });
  expect(outcome).toMatchObject({ status: 'accepted' });
};

const refusal = async (at: string, person: Person) => {
  const answer = await fetch(`${at}/api/alerts`, { headers: { authorization: `Bearer ${person.token}` } });
  const { error } = (await answer.json()) as { error: { code: string } };
  return `${answer.status} ${error.code}`;
};

test('nobody takes more places than one person needs, and one that is given back is free', async () => {
  const streams = await Promise.all(Array.from({ length: STREAM_LIMITS.ofOnePerson }, () => hear(url, ann)));
  expect(await refusal(url, ann)).toBe('409 too_many_streams');
  await hear(url, bob);
  await streams[0]?.leave();
  await expect.poll(() => server.alerts.stats().streams).toBe(STREAM_LIMITS.ofOnePerson);
  await hear(url, ann);
});

test('a node that is full says so, and to come again', async () => {
  const node = await openNode(server, { maxAlertStreams: 2 });
  await Promise.all([hear(node.url, ann), hear(node.url, bob)]);
  expect(await refusal(node.url, seller)).toBe('503 busy');
  await node.close();
});

test('a server that goes says so, to everybody, and lets nobody in', async () => {
  const node = await openNode(server);
  const all = await Promise.all([hear(node.url, ann), hear(node.url, bob)]);
  await node.alerts.stop();
  await Promise.all(all.map((each) => each.over));
  for (const each of all)
    expect(each.heard.at(-1)).toEqual({ name: 'bye', id: undefined, data: { reason: 'shutdown' } });
  expect(await refusal(node.url, ann)).toBe('503 busy');
  await node.close();
});

/** A node whose intervals only come when they are told to, and whose hub counts what it asks the database. */
async function slowNode() {
  let asked = 0;
  const counting: KyselyPlugin = {
    transformQuery({ node }) {
      asked += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const node = await openNode(server, { deaf: true, db: server.database.db.withPlugin(counting) });
  return {
    ...node,
    get asked() {
      return asked;
    },
    /** Resolves when what was to be asked then has been asked. */
    async passes(ms: number): Promise<void> {
      vi.advanceTimersByTime(ms);
      await feedPosition(server.database.db);
    },
  };
}

test('nothing is read while nobody listens', async () => {
  const { id } = await server.list(seller);
  const node = await slowNode();
  await bid(id, ann, 100);
  await node.passes(10 * STREAM_LIMITS.lookMs);
  expect(node.asked).toBe(0);

  const heard = await hear(node.url, ann);
  await bid(id, bob, 101);
  await server.feed.flush();
  await node.passes(STREAM_LIMITS.lookMs);
  await expect.poll(() => heard.of('outbid')).toHaveLength(1);
  await heard.leave();
  await expect.poll(() => node.alerts.stats().streams).toBe(0);

  const before = node.asked;
  expect(before).toBeGreaterThan(0);
  await node.passes(10 * STREAM_LIMITS.lookMs);
  expect(node.asked).toBe(before);
  await node.close();
});

test('who was away and comes as the only one begins then, and is told nothing of before', async () => {
  const { id } = await server.list(seller);
  const node = await slowNode();
  const first = await hear(node.url, ann);
  await bid(id, ann, 100);
  await bid(id, bob, 101);
  await server.feed.flush();
  await first.leave();
  await expect.poll(() => node.alerts.stats().streams).toBe(0);
  const heard = await hear(node.url, ann);
  expect(heard.heard[0]?.id).toBe(String((await feedPosition(server.database.db)).head));
  await bid(id, ann, 102);
  await bid(id, bob, 103);
  await server.feed.flush();
  await node.passes(STREAM_LIMITS.lookMs);
  await expect.poll(() => heard.of('outbid').map(({ pricePoints }) => pricePoints)).toEqual([103]);
  await node.close();
});

test('a stream is never silent for long', async () => {
  const node = await slowNode();
  const heard = await hear(node.url, ann);
  await node.passes(STREAM_LIMITS.heartbeatMs);
  await expect.poll(() => heard.comments).toBe(1);
  await node.passes(STREAM_LIMITS.heartbeatMs);
  await expect.poll(() => heard.comments).toBe(2);
  await node.close();
});

test('what was said on another node is known after a while, though it could not tell', async () => {
  const { id } = await server.list(seller);
  const node = await slowNode();
  const heard = await hear(node.url, seller);
  await server.ask('DELETE', `/api/auctions/${id}/subscription`, { as: seller });
  const { id: other } = await server.list(seller);
  await node.passes(STREAM_LIMITS.everybodyAgainMs);
  await bid(id, ann, 100);
  await bid(other, ann, 100);
  await server.feed.flush();
  await node.passes(STREAM_LIMITS.lookMs);
  await expect.poll(() => heard.alerts.map(({ auctionId }) => auctionId)).toEqual([other]);
  await node.close();
});

test('a reader who does not read is cut off, and loses nothing by coming back', {
  timeout: 60_000,
}, async () => {
  const person = await server.rich();
  const { id } = await server.list(seller);
  await bid(id, person, 100);
  await bid(id, bob, 101);
  await server.feed.flush();
  const { db } = server.database;
  const { head: begin } = await feedPosition(db);
  const witness = await hear(url, person);
  const reader = sleepyReader(url, person);
  await expect.poll(() => server.alerts.stats().streams).toBe(2);

  const at = new Date().toISOString();
  const event: BidTaken = {
    ...{ kind: 'bid', auctionId: id, at, seq: 3, bidKind: 'plain', bidderId: bob.user.id },
    ...{ leaderId: bob.user.id, outbidId: person.user.id, releasedPoints: 1, pricePoints: 101 },
    // Systems hold megabytes on the way; longer frames fill them sooner.
    ...{ priceChanged: true, bidCount: 3, endsAt: `${at}${' '.repeat(3_000)}` },
  };
  const before = server.alerts.stats();
  let end = begin;
  while (server.alerts.stats().cutOff === before.cutOff) {
    expect(end).toBeLessThan(20_000);
    await tell(db, ...Array.from({ length: 200 }, () => event));
    await server.feed.flush();
    end = (await feedPosition(db)).head;
    await expect.poll(() => witness.lastId, { timeout: 10_000 }).toBe(String(end));
  }
  const first = await reader.wakesUp();
  const heard = await hear(url, person, String(first.at(-1)));
  await expect.poll(() => heard.of('outbid').at(-1)?.id, { timeout: 20_000 }).toBe(String(end));
  const seen = [...first, ...heard.of('outbid').map((alert) => Number(alert.id))];
  const rows = await alertsBetween(db, person.user.id, { after: begin, upTo: end, limit: 1_000_000 });
  expect(seen).toEqual(rows.map(({ position }) => position));
});

/** Somebody who asks for a stream and does not take it from the wire before they wake up; then the ids of all whole frames they find. */
function sleepyReader(at: string, person: Person) {
  const { hostname, port } = new URL(at);
  const socket: Socket = connect(Number(port), hostname);
  socket.pause();
  socket.write(
    `GET /api/alerts HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${person.token}\r\n\r\n`,
  );
  return {
    async wakesUp(): Promise<number[]> {
      const pieces: Buffer[] = [];
      await new Promise<void>((resolve) => {
        socket
          .on('data', (piece) => pieces.push(piece))
          .on('error', () => {})
          .on('close', () => resolve());
        socket.resume();
      });
      const blocks = Buffer.concat(pieces).toString().split('\n\n').slice(0, -1);
      return blocks.flatMap((block) => /^event: alert\nid: (\d+)$/m.exec(block)?.[1] ?? []).map(Number);
    },
  };
}
