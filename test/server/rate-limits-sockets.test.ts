/** How many sockets one may open, and what may come through them: real ones, some of which no proper client would make. */
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLOSE_FLOODING, type Seat } from '../../auction/protocol.ts';
import { ROOM_LIMITS } from '../../rooms/limits.ts';
import { ASK_THE_TIME, frame, HELLO, NONSENSE, OPCODE, RawSocket } from '../support/raw-socket.ts';
import { openServer, type Person, type ServerStage } from './server-stage.ts';

const LIMITS = {
  MAX_MESSAGES_PER_SECOND: '20',
  USER_MESSAGES_PER_SECOND: '50',
  ADDRESS_MESSAGES_PER_SECOND: '100',
  USER_SOCKETS: '3',
  ADDRESS_SOCKETS: '8',
  MAX_SOCKETS: '12',
  // Everybody is at an address of their own, as behind a proxy.
  TRUST_PROXY: '1',
  ORIGINS: 'https://shop.example',
};

let server: ServerStage;
let url: string;
let auctionId: string;
let sockets: RawSocket[] = [];
let addresses = 0;

beforeAll(async () => {
  server = await openServer(LIMITS);
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  server.house.attach(server.app.server);
  url = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
  auctionId = (await server.list(await server.signUp())).id;
});
afterAll(() => server.close());

const elsewhere = () => `10.8.0.${addresses++}`;
const via = (address: string) => ({ 'x-forwarded-for': address });

const askForSeat = (address: string, as?: Person) =>
  server.ask('POST', '/matchmake/joinOrCreate/auction', {
    body: { auctionId },
    headers: via(address),
    ...(as && { as }),
  });

async function seat(address: string, as?: Person): Promise<Seat> {
  const { status, body } = await askForSeat(address, as);
  expect(status).toBe(200);
  return body;
}

async function take(taken: Seat, address: string): Promise<RawSocket> {
  const socket = await RawSocket.seated(url, taken, via(address));
  sockets.push(socket);
  return socket;
}

/** Somebody inside, who was told where they stand. */
async function come(address = elsewhere(), as?: Person): Promise<RawSocket> {
  const socket = await take(await seat(address, as), address);
  expect(socket.status).toBe(101);
  await expect.poll(() => socket.received.includes('standing')).toBe(true);
  return socket;
}

async function everybodyLeaves() {
  for (const socket of sockets) socket.leave();
  sockets = [];
  await expect
    .poll(() => new Promise((resolve) => server.app.server.getConnections((_error, open) => resolve(open))))
    .toBe(0);
}

const closed = (socket: RawSocket) => expect.poll(() => socket.isClosed, { timeout: 5_000 });
const newly = async (happens: () => Promise<unknown>) => {
  const before = server.turnedAway.length;
  await happens();
  return server.turnedAway.slice(before);
};

test('an account has so many sockets: more are refused at the seat, and at the door with a seat from before', async () => {
  const ann = await server.signUp();
  await come(elsewhere(), ann);
  await come(elsewhere(), ann);
  const spare = await seat(elsewhere(), ann);
  const third = await come(elsewhere(), ann);
  const reasons = await newly(async () => {
    expect(await askForSeat(elsewhere(), ann)).toMatchObject({
      status: 429,
      headers: { 'retry-after': '5' },
      body: { error: { code: 'too_many_sockets' } },
    });
    const fourth = await take(spare, elsewhere());
    await closed(fourth).toBe(true);
    expect(fourth.closeCode).toBe(CLOSE_FLOODING);
  });
  expect(reasons).toEqual(['user_sockets', 'user_sockets']);
  third.leave();
  await expect.poll(async () => (await askForSeat(elsewhere(), ann)).status).toBe(200);
  expect((await askForSeat(elsewhere(), await server.signUp())).status).toBe(200);
  await everybodyLeaves();
});

test('so has an address, which is the one that the proxy tells', async () => {
  const address = elsewhere();
  const spare = await seat(address);
  for (let each = 0; each < 8; each++) await come(address);
  const reasons = await newly(async () => {
    expect(await askForSeat(address)).toMatchObject({
      status: 429,
      body: { error: { code: 'too_many_sockets' } },
    });
    expect((await take(spare, address)).status).toBe(429);
  });
  expect(reasons).toEqual(['address_sockets', 'address_sockets']);
  await come(elsewhere());
  await everybodyLeaves();
});

test('so has the house', async () => {
  const [address, other] = [elsewhere(), elsewhere()];
  const spare = await seat(other);
  for (let each = 0; each < 12; each++) await come(each % 2 ? address : elsewhere());
  const reasons = await newly(async () => {
    expect(await askForSeat(elsewhere())).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      body: { error: { code: 'busy' } },
    });
    expect((await take(spare, other)).status).toBe(503);
  });
  expect(reasons).toEqual(['sockets', 'sockets']);
  await everybodyLeaves();
});

test.each([
  ['of another page', '/p/r?sessionId=s', { origin: 'https://evil.example' }, 403, 'origin'],
  ['without a seat', '/p/r?sessionId=s', { origin: 'https://shop.example' }, 404, 'no_seat'],
  ['to no room', '/', {}, 404, 'no_seat'],
  ['to a room, as nobody', '/p/AUCTION', {}, 404, 'no_seat'],
  ['to a room, as somebody made up', '/p/AUCTION?sessionId=constructor', {}, 404, 'no_seat'],
  ['to what is no address', 'http://[', {}, 404, 'no_seat'],
])('a socket %s is refused before it is one, and hung up on', async (_what, path, headers, status, why) => {
  let socket: RawSocket | undefined;
  const reasons = await newly(async () => {
    socket = await RawSocket.open(url, path.replace('AUCTION', auctionId), headers);
  });
  expect([socket?.status, reasons]).toEqual([status, [why]]);
  await expect.poll(() => socket?.isClosed).toBe(true);
});

test('a seat is for one socket', async () => {
  const address = elsewhere();
  const taken = await seat(address);
  await take(taken, address);
  expect((await take(taken, address)).status).toBe(404);
  await everybodyLeaves();
});

/** Sends these over and over, as somebody who hears of no goodbye, until hung up on. */
async function flood(socket: RawSocket, bytes: Buffer) {
  const timer = setInterval(() => socket.wire.write(Buffer.concat(Array<Buffer>(20).fill(bytes))), 5);
  await closed(socket).toBe(true);
  clearInterval(timer);
}

test.each([
  ['messages', frame(ASK_THE_TIME)],
  ['messages that no room knows', frame(NONSENSE)],
  ['messages that say nothing', frame(Buffer.alloc(0))],
  ['what cannot be read', frame(Buffer.from([13, 0xc1, 0xc1]))],
  ['the same hello', frame(HELLO)],
  ['pings', frame(Buffer.alloc(0), OPCODE.ping)],
])('a flood of %s closes its socket, and nobody else', async (_what, bytes) => {
  const neighbour = await come();
  const flooder = await come();
  const reasons = await newly(() => flood(flooder, bytes));
  expect(reasons).toEqual(['socket_messages']);
  expect(flooder.closeCode).toBe(CLOSE_FLOODING);
  expect(neighbour.isClosed).toBe(false);
  await everybodyLeaves();
});

test.each([
  ['larger than any of ours', frame(Buffer.alloc(1_500)), 1009],
  ['said to be endless', Buffer.from([0x82, 0xff, ...Array<number>(8).fill(0x7f), 0, 0, 0, 0]), 1009],
  ['packed, which was never agreed on', Buffer.from([0xc2, 0x81, 0, 0, 0, 0, 0]), 1002],
  [
    'in more pieces than anything cuts it into',
    Buffer.concat([
      frame(Buffer.alloc(1), OPCODE.binary, false),
      ...Array<Buffer>(20).fill(frame(Buffer.alloc(1), OPCODE.continuation, false)),
    ]),
    1008,
  ],
])('a message %s closes its socket', async (_what, bytes, code) => {
  const socket = await come();
  socket.wire.write(bytes);
  await expect.poll(() => socket.closeCode).toBe(code);
  await everybodyLeaves();
});

test('whoever flooded is refused for some seconds, whether signed in or not; others of that address are not', async () => {
  const address = elsewhere();
  const [ann, bob] = [await server.signUp(), await server.signUp()];
  await flood(await come(address, ann), frame(NONSENSE));
  const refused = await askForSeat(elsewhere(), ann);
  expect(refused).toMatchObject({ status: 429, body: { error: { code: 'too_many_requests' } } });
  expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(ROOM_LIMITS.floodedMs / 1_000);
  await come(address, bob);
  await flood(await come(address), frame(NONSENSE));
  expect((await askForSeat(address)).status).toBe(429);
  await come(address, bob);
  await expect
    .poll(async () => (await askForSeat(address, ann)).status, { timeout: 2 * ROOM_LIMITS.floodedMs })
    .toBe(200);
  await everybodyLeaves();
});

test('an account that floods through all of its sockets loses all of them', async () => {
  const ann = await server.signUp();
  const [one, two, three] = [await come(elsewhere(), ann), await come(elsewhere(), ann), await come()];
  const another = await come(elsewhere(), ann);
  const reasons = await newly(async () => {
    // Each of them within its own limit, and together beyond that of the account.
    for (let each = 0; each < 18; each++) for (const socket of [one, two, another]) socket.send(NONSENSE);
    for (const socket of [one, two, another]) await closed(socket).toBe(true);
  });
  expect(reasons).toEqual(['user_messages', 'user_messages', 'user_messages']);
  expect(three.isClosed).toBe(false);
  await everybodyLeaves();
});

test('of an address that floods, those go who sent more than their share', async () => {
  const address = elsewhere();
  const loud: RawSocket[] = [];
  for (let each = 0; each < 6; each++) loud.push(await come(address));
  const quiet = await come(address);
  const reasons = await newly(async () => {
    for (let each = 0; each < 18; each++) for (const socket of loud) socket.send(NONSENSE);
    await expect.poll(() => loud.filter(({ isClosed }) => isClosed).length).toBeGreaterThan(0);
  });
  expect(new Set(reasons)).toEqual(new Set(['address_messages']));
  expect(quiet.isClosed).toBe(false);
  const reason = await newly(async () => expect((await askForSeat(address)).status).toBe(429));
  expect(reason).toEqual(['address_messages']);
  expect((await askForSeat(elsewhere())).status).toBe(200);
  await everybodyLeaves();
});

test('who takes a seat and never says so is hung up on', { timeout: 3 * ROOM_LIMITS.helloMs }, async () => {
  const address = elsewhere();
  const { processId, roomId, sessionId } = await seat(address);
  const silent = await RawSocket.open(url, `/${processId}/${roomId}?sessionId=${sessionId}`, via(address));
  // A proper client answers pings, or it would be gone for that.
  const alive = setInterval(() => silent.wire.write(Buffer.from([0x8a, 0x80, 0, 0, 0, 0])), 500);
  const reasons = await newly(() =>
    expect.poll(() => silent.isClosed, { timeout: 2 * ROOM_LIMITS.helloMs }).toBe(true),
  );
  clearInterval(alive);
  expect(reasons).toEqual(['silent_socket']);
});
