/** Somebody who sends as much as they can, by one way or another, and comes back whenever they are let in. */
import { Agent, request } from 'node:http';
import { setPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Seat } from '../../auction/protocol.ts';
import type { FlooderAnswer, FlooderOrder } from './flooder-messages.ts';

type FloodOrder = Extract<FlooderOrder, { kind: 'flood' }>;

/** Not that of the others, who are to be served on. */
const ADDRESS = '127.0.0.99';
const CONNECTIONS = 50;
const MOST_UNSENT_BYTES = 262_144;
/** A full line is looked at again after this. */
const FULL_MS = 1;
/** Who was refused asks again after this. */
const AGAIN_MS = 100;
/** Of each of many sockets, so that none is beyond its own limit. */
const PER_SOCKET_EACH_MS = 25;

const HELLO = Buffer.from([10]);
/** A bid that is none: it is parsed, and answered. */
const MESSAGE = Buffer.from([13, 0xa3, ...Buffer.from('bid'), 0xc0]);

const answer = (say: FlooderAnswer) => process.send?.(say);

let stopped = false;
let sent = 0;
const closedMs: number[] = [];

async function seat({ url, token, auctionId }: FloodOrder): Promise<Seat | undefined> {
  const response = await fetch(`${url}/matchmake/joinOrCreate/auction`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ auctionId }),
  });
  const body = await response.json();
  return response.ok ? (body as Seat) : undefined;
}

/** Resolves once the room is there. */
async function joined(order: FloodOrder): Promise<WebSocket | undefined> {
  const taken = await seat(order);
  if (taken === undefined) return undefined;
  const { processId, roomId, sessionId } = taken;
  const socket = new WebSocket(
    `${order.url.replace('http', 'ws')}/${processId}/${roomId}?sessionId=${sessionId}`,
  );
  const isIn = await new Promise<boolean>((resolve) => {
    socket.onmessage = () => resolve(true);
    socket.onclose = () => resolve(false);
  });
  if (!isIn) return undefined;
  socket.send(HELLO);
  return socket;
}

const closing = (socket: WebSocket) =>
  new Promise<void>((resolve) => {
    socket.onclose = () => resolve();
    if (socket.readyState === WebSocket.CLOSED) resolve();
  });

async function bySocket(order: FloodOrder): Promise<void> {
  const socket = await joined(order);
  if (socket === undefined) return void (await pause(AGAIN_MS));
  const closed = closing(socket).then(() => performance.now());
  const sinceMs = performance.now();
  while (socket.readyState === WebSocket.OPEN && !stopped) {
    while (socket.bufferedAmount < MOST_UNSENT_BYTES) {
      socket.send(MESSAGE);
      sent += 1;
    }
    await pause(FULL_MS);
  }
  if (stopped) return socket.close();
  closedMs.push((await closed) - sinceMs);
}

async function bySockets(order: FloodOrder): Promise<void> {
  const sockets: WebSocket[] = [];
  for (;;) {
    const socket = await joined(order);
    if (socket === undefined || stopped) break;
    sockets.push(socket);
  }
  if (sockets.length === 0) return void (await pause(AGAIN_MS));
  const closed = Promise.all(sockets.map(closing)).then(() => performance.now());
  const sinceMs = performance.now();
  while (sockets.some(({ readyState }) => readyState === WebSocket.OPEN) && !stopped) {
    for (const socket of sockets) {
      if (socket.readyState !== WebSocket.OPEN) continue;
      socket.send(MESSAGE);
      sent += 1;
    }
    await pause(PER_SOCKET_EACH_MS);
  }
  if (stopped) for (const socket of sockets) socket.close();
  else closedMs.push((await closed) - sinceMs);
}

/** The status of the answer; 0 when there was none. */
const asked = (url: string, agent: Agent) =>
  new Promise<number>((resolve) => {
    sent += 1;
    const one = request(`${url}/api/auctions`, { agent, localAddress: ADDRESS }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', () => resolve(0));
    });
    one.on('error', () => resolve(0));
    one.end();
  });

async function byRequests({ url }: FloodOrder): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  // Until then it has asked no more than anybody may.
  let refusedAtMs: number | undefined;
  // Each other connection is hung up on with its next request; what was asked on it before is answered.
  let hungUpAtMs: number | undefined;
  const oneConnection = async () => {
    for (let status = 200; !stopped && status !== 0; status = await asked(url, agent))
      if (status === 429) refusedAtMs ??= performance.now();
    hungUpAtMs ??= performance.now();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, oneConnection));
  if (!stopped && refusedAtMs !== undefined && hungUpAtMs !== undefined)
    closedMs.push(hungUpAtMs - refusedAtMs);
  agent.destroy();
  await pause(AGAIN_MS);
}

const WAYS = { messages: bySocket, sockets: bySockets, requests: byRequests };

async function flood(order: FloodOrder): Promise<void> {
  while (!stopped) await WAYS[order.flood](order);
}

let flooding: Promise<void> | undefined;
// It stands for somebody with a machine of their own: here it must not take what the server needs.
setPriority(10);
process.on('message', async (order: FlooderOrder) => {
  if (order.kind === 'flood') {
    flooding = flood(order);
    answer({ kind: 'flooding' });
  } else {
    stopped = true;
    await flooding;
    answer({ kind: 'stopped', report: { closedMs, sent } });
  }
});
process.on('disconnect', () => process.exit(0));
