/** Somebody who stops reading while an auction is hot, on a real socket of a real server. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Seat } from '../../auction/protocol.ts';
import type { LiveAuction } from '../../client-sdk/index.ts';
import { type AuctionServer, startAuctionServer } from '../../local-services/auction-server.ts';
import { frame, OPCODE, RawSocket } from '../support/raw-socket.ts';
import { listed, METRICS_TOKEN, somebody, turnedAway } from './people.ts';

const UNSENT_BYTES = 65_536;
const SLOW = 40;

let server: AuctionServer;
let auctionId: string;
let lives: LiveAuction[];

beforeAll(async () => {
  server = await startAuctionServer({
    METRICS_TOKEN,
    MAX_UNSENT_BYTES: String(UNSENT_BYTES),
    MAX_MESSAGES_PER_SECOND: '0',
  });
  const seller = await somebody(server.url);
  auctionId = (await listed(seller)).id;
  const people = await Promise.all([somebody(server.url, 1e9), somebody(server.url, 1e9)]);
  lives = await Promise.all(people.map((person) => person.join(auctionId)));
});
afterAll(async () => {
  await Promise.all(lives.map((live) => live.leave()));
  await server.stop();
});

async function slowReader(): Promise<RawSocket> {
  const response = await fetch(`${server.url}/matchmake/joinOrCreate/auction`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auctionId }),
  });
  const socket = await RawSocket.seated(server.url, (await response.json()) as Seat);
  await expect.poll(() => socket.received.includes('standing')).toBe(true);
  return socket;
}

const residentBytes = () => {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1_024;
};

/** Messages that each are answered, at some thirty times the size: what is not read of that waits somewhere. */
const ASKED = 1_000;

test.skipIf(process.platform !== 'linux')(
  'is let go at the limit, others bid on, and the process holds no more for them than it is told',
  { timeout: 60_000 },
  async () => {
    const readers = await Promise.all(Array.from({ length: SLOW }, slowReader));
    const before = residentBytes();
    // The system's own buffers are filled first: some megabytes each, of which the process sees nothing.
    for (const reader of readers) reader.wire.pause();

    let price = 100;
    const watchers = () => lives[0]?.view.watcherCount ?? 0;
    await expect.poll(watchers).toBe(lives.length + SLOW);
    const asking = setInterval(() => {
      for (const reader of readers) reader.wire.write(asked);
    }, 50);
    await expect
      .poll(
        async () => {
          price += 1;
          const bidder = lives[price % lives.length];
          expect(await bidder?.bid(price)).toMatchObject({ status: 'accepted' });
          return watchers();
        },
        { timeout: 40_000, interval: 20 },
      )
      .toBe(lives.length);
    clearInterval(asking);
    expect(await turnedAway(server.url, 'slow_reader')).toBe(SLOW);
    expect(lives.map(({ connection }) => connection)).toEqual(['connected', 'connected']);
    // All of them at their limit, and garbage that nobody had to collect yet. Without a limit it was 2.5 GB.
    expect(residentBytes() - before).toBeLessThan(SLOW * UNSENT_BYTES + 400_000_000);
    for (const reader of readers) {
      reader.wire.resume();
      await expect.poll(() => reader.isClosed).toBe(true);
    }
  },
);

/** A name, and nothing: it is answered by a refusal, which is some two hundred bytes long. */
const malformedBid = frame(Buffer.from([13, 0xa3, ...Buffer.from('bid'), 0xc0]));

/** Whoever answers no ping would be taken for dead, which is not what is looked at here. */
const asked = Buffer.concat([
  ...Array<Buffer>(ASKED).fill(malformedBid),
  frame(Buffer.alloc(0), OPCODE.pong),
]);
