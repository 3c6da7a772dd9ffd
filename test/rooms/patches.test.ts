/** Patches through real sockets: what Colyseus would have sent, in its place, to everybody. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Client, ClientState, SchemaSerializer } from '@colyseus/core';
import { Decoder } from '@colyseus/schema';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws';
import { Board } from '../../rooms/view/board.ts';
import { SharedPatches } from '../../rooms/view/patches.ts';
import { SharedFrame, sendShared, takeSharedFrames } from '../../rooms/view/shared-frames.ts';

const PATCH = 15;

let http: Server;
let sockets: WebSocketServer;
let opened: WebSocket[];

beforeEach(async () => {
  opened = [];
  http = createServer();
  sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
});

afterEach(() => {
  for (const socket of opened) socket.close();
  for (const socket of sockets.clients) socket.terminate();
  http.close();
});

type Watcher = {
  /** As the room has it. */
  readonly client: Client & { ref: ServerSocket; state: ClientState };
  readonly socket: WebSocket;
  readonly received: Uint8Array[];
};

async function watcher(state: ClientState = ClientState.JOINED): Promise<Watcher> {
  const socket = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
  socket.binaryType = 'arraybuffer';
  opened.push(socket);
  const received: Uint8Array[] = [];
  socket.onmessage = ({ data }) => received.push(new Uint8Array(data as ArrayBuffer));
  const [ref, request] = await once(sockets, 'connection');
  takeSharedFrames(ref, request.socket);
  await vi.waitFor(() => expect(socket.readyState).toBe(WebSocket.OPEN));
  return { client: { state, ref } as Watcher['client'], socket, received };
}

const watchers = async (count: number) => {
  const all: Watcher[] = [];
  for (let each = 0; each < count; each++) all.push(await watcher());
  return all;
};

const clientsOf = (all: readonly Watcher[]) => all.map(({ client }) => client);

function shown(serializer: SchemaSerializer<Board>): Board {
  const board = new Board();
  serializer.reset(board);
  return board;
}

/** What a client makes of a whole state and the patches after it. */
function decoded(state: Uint8Array, patches: readonly Uint8Array[]) {
  const board = new Board();
  const decoder = new Decoder(board);
  for (const bytes of [state, ...patches]) decoder.decode(bytes, { offset: 1 });
  return board.toJSON();
}

test('every client gets the very bytes that Colyseus would have sent to each', async () => {
  const [ours, theirs] = [new SharedPatches<Board>(), new SchemaSerializer<Board>()];
  const boards = [shown(ours), shown(theirs)];
  const all = await watchers(3);
  const expected: Uint8Array[] = [];
  const standIn = { state: ClientState.JOINED, raw: (bytes: Uint8Array) => expected.push(bytes.slice()) };
  for (let price = 1; price <= 20; price++) {
    // From one byte to several hundred: frames have heads of two lengths.
    for (const board of boards) Object.assign(board, { pricePoints: price, title: 'x'.repeat(price * 20) });
    expect(ours.applyPatches(clientsOf(all))).toBe(true);
    theirs.applyPatches([standIn as unknown as Client]);
  }
  for (const { received } of all) await vi.waitFor(() => expect(received).toEqual(expected));
});

test('a client that joins between two patches sees what all others see', async () => {
  const serializer = new SharedPatches<Board>();
  const board = shown(serializer);
  const [early] = await watchers(1);
  if (early === undefined) throw new Error('nobody came');
  const atFirst = serializer.getFullState().slice();
  board.pricePoints = 100;
  serializer.applyPatches([early.client]);

  board.title = 'changed, and not told yet';
  const late = await watcher(ClientState.JOINING);
  board.bidCount = 7;
  serializer.applyPatches(clientsOf([early, late]));
  late.client.state = ClientState.JOINED;
  const atJoining = serializer.getFullState().slice();
  board.pricePoints = 200;
  serializer.applyPatches(clientsOf([early, late]));

  await vi.waitFor(() => expect([early.received.length, late.received.length]).toEqual([3, 1]));
  expect(decoded(atFirst, early.received)).toEqual(board.toJSON());
  expect(decoded(atJoining, late.received)).toEqual(board.toJSON());
});

test('nothing is lost that changed while nobody watched', async () => {
  const serializer = new SharedPatches<Board>();
  const board = shown(serializer);
  serializer.getFullState();
  board.pricePoints = 100;
  expect(serializer.applyPatches([])).toBe(false);
  expect(decoded(serializer.getFullState(), [])).toEqual(board.toJSON());
});

test('messages and patches arrive in the order in which they were sent', async () => {
  const serializer = new SharedPatches<Board>();
  const board = shown(serializer);
  const all = await watchers(2);
  for (let number = 1; number <= 200; number++) {
    for (const { client } of all) client.ref.send(Buffer.from([13, number]));
    board.pricePoints = number;
    serializer.applyPatches(clientsOf(all));
  }
  const kinds = Array.from({ length: 200 }, (_, index) => [[13, index + 1], PATCH]).flat();
  for (const { received } of all) {
    await vi.waitFor(() => expect(received).toHaveLength(400));
    expect(received.map((bytes) => (bytes[0] === PATCH ? PATCH : [...bytes]))).toEqual(kinds);
  }
});

test('sockets that are closing or gone harm nobody', async () => {
  const serializer = new SharedPatches<Board>();
  const board = shown(serializer);
  const all = await watchers(4);
  const [closing, terminated, torn, staying] = all;
  closing?.client.ref.close();
  terminated?.client.ref.terminate();
  torn?.client.ref.on('error', () => {});
  torn?.socket.close();
  for (let price = 1; price <= 50; price++) {
    board.pricePoints = price;
    serializer.applyPatches(clientsOf(all));
    await new Promise(setImmediate);
  }
  await vi.waitFor(() => expect(staying?.received).toHaveLength(50));
  expect(closing?.received).toEqual([]);
});

test('what waits in a socket that is not read is counted, whichever way it was sent', async () => {
  const [reader] = await watchers(1);
  const frame = new SharedFrame(Buffer.alloc(1_000_000));
  (reader as unknown as { client: { ref: { _socket: { cork(): void } } } }).client.ref._socket.cork();
  sendShared(reader?.client, frame);
  sendShared(reader?.client, frame);
  expect(reader?.client.ref.bufferedAmount).toBe(2 * frame.bytes.length);
});

test.each([0, 1, 125, 126, 127, 65_535, 65_536, 70_000])(
  'a message of %i bytes arrives whole',
  async (length) => {
    const [reader] = await watchers(1);
    const message = Buffer.alloc(length, 7);
    sendShared(reader?.client, new SharedFrame(message));
    reader?.client.ref.send('the end');
    await vi.waitFor(() => expect(reader?.received.length).toBe(2));
    expect(reader?.received[0]).toEqual(new Uint8Array(message));
  },
);
