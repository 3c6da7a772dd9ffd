/** A real server as it is set up by itself, somebody who floods it, and others who bid meanwhile. */
import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLOSE_FLOODING, type Seat } from '../../auction/protocol.ts';
import { type LiveAuction, ReadyAuction } from '../../client-sdk/index.ts';
import { type AuctionServer, startAuctionServer } from '../../local-services/auction-server.ts';
import { frame, NONSENSE, RawSocket } from '../support/raw-socket.ts';
import { listed, METRICS_TOKEN, somebody, turnedAway } from './people.ts';

const USUAL = {
  METRICS_TOKEN,
  // Signing up is what a test does more often than anybody.
  SIGN_INS_PER_MINUTE: '0',
  ...{ REQUESTS_PER_MINUTE: '', USER_REQUESTS_PER_MINUTE: '', BIDS_PER_MINUTE: '' },
  ...{ USER_MESSAGES_PER_SECOND: '', ADDRESS_MESSAGES_PER_SECOND: '', USER_SOCKETS: '', ADDRESS_SOCKETS: '' },
};

let server: AuctionServer;
let auctionId: string;
let lives: LiveAuction[];
let price = 100;

beforeAll(async () => {
  server = await startAuctionServer(USUAL);
  const seller = await somebody(server.url);
  auctionId = (await listed(seller)).id;
  const people = await Promise.all([somebody(server.url, 1_000_000), somebody(server.url, 1_000_000)]);
  lives = await Promise.all(people.map((person) => person.join(auctionId)));
});
afterAll(async () => {
  await Promise.all(lives.map((live) => live.leave()));
  await server.stop();
});

/** The two of them outbid each other, and stay connected all the while. */
async function othersBidOn() {
  for (const live of lives) {
    price += 1;
    expect(await live.bid(price)).toMatchObject({ status: 'accepted' });
    expect(live.connection).toBe('connected');
  }
}

async function seatOf(person?: ReadyAuction): Promise<{ status: number; seat: Seat }> {
  const response = await fetch(`${server.url}/matchmake/joinOrCreate/auction`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(person && { authorization: `Bearer ${person.token}` }),
    },
    body: JSON.stringify({ auctionId }),
  });
  return { status: response.status, seat: (await response.json()) as Seat };
}

describe('who floods is closed while the others bid on', () => {
  test('through one socket, without listening to any goodbye', async () => {
    const { seat } = await seatOf(await somebody(server.url));
    const flooder = await RawSocket.seated(server.url, seat);
    const burst = Buffer.concat(Array<Buffer>(50).fill(frame(NONSENSE)));
    const flood = setInterval(() => flooder.wire.write(burst), 5);
    await othersBidOn();
    await expect.poll(() => flooder.isClosed).toBe(true);
    clearInterval(flood);
    expect(flooder.closeCode).toBe(CLOSE_FLOODING);
    await othersBidOn();
  });

  test('through many sockets of one account, and no more of them are let in', async () => {
    const person = await somebody(server.url);
    const flooders: RawSocket[] = [];
    for (;;) {
      const { status, seat } = await seatOf(person);
      if (status !== 200) {
        expect([status, seat]).toMatchObject([429, { error: { code: 'too_many_sockets' } }]);
        break;
      }
      flooders.push(await RawSocket.seated(server.url, seat));
    }
    expect(flooders).toHaveLength(50);
    await othersBidOn();
    for (let each = 0; each < 10; each++) for (const flooder of flooders) flooder.send(NONSENSE);
    await othersBidOn();
    await expect.poll(() => flooders.every(({ isClosed }) => isClosed)).toBe(true);
    expect((await seatOf(person)).status).toBe(429);
    await othersBidOn();
  });

  test('by requests', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 10 });
    const ask = () =>
      new Promise<number>((resolve) => {
        // Any address of this machine but that of the others.
        const asked = request(
          `${server.url}/api/auctions?limit=100`,
          { agent, localAddress: '127.0.0.7' },
          (response) => {
            response.resume();
            response.on('end', () => resolve(response.statusCode ?? 0));
          },
        );
        asked.on('error', () => resolve(0));
        asked.end();
      });
    const statuses = new Map<number, number>();
    const flood = async () => {
      while (!statuses.has(0)) {
        const status = await ask();
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    };
    const flooding = Array.from({ length: 10 }, flood);
    await othersBidOn();
    await Promise.all(flooding);
    agent.destroy();
    expect(statuses.get(200)).toBeLessThanOrEqual(1_200);
    expect(statuses.get(429)).toBeGreaterThanOrEqual(100);
    expect(await ask()).toBe(0);
    await othersBidOn();
  });
});

test("the SDK's own client, closed for flooding, stays away for as long as it is told, and comes back", async () => {
  const person = await somebody(server.url, 1_000_000);
  let seats = 0;
  const counting: typeof fetch = (input, init) => {
    if (String(input).includes('/matchmake/')) seats += 1;
    return fetch(input, init);
  };
  const wild = new ReadyAuction(server.url, {
    ...{ token: person.token ?? '', fetch: counting },
    // More than the server allows, told by nobody.
    live: { maxBidsPerSecond: 1_000 },
  });
  const live = await wild.join(auctionId);
  const changes: string[] = [];
  live.on('connection', ({ state }) => changes.push(state));
  const bids: Promise<unknown>[] = [];
  await expect
    .poll(
      () => {
        // Those that are too many for the client itself are of no account here.
        for (let each = 0; each < 60; each++) bids.push(live.bid(1).catch(() => undefined));
        return changes[0];
      },
      { timeout: 10_000, interval: 100 },
    )
    .toBe('reconnecting');
  await othersBidOn();
  await expect.poll(() => changes.includes('connected'), { timeout: 20_000 }).toBe(true);
  expect(seats).toBeLessThanOrEqual(5);
  await live.leave();
  await Promise.all(bids);
});

test('all of them are counted, and nothing of all that was an error of the server', async () => {
  for (const why of ['socket_messages', 'user_messages', 'user_sockets', 'address_requests'])
    expect(await turnedAway(server.url, why)).toBeGreaterThan(0);
  expect(server.log()).not.toMatch(/"level":(50|60)/);
});
