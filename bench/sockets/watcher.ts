/** Watchers who do as little as a watcher can: they count what comes. A proper client's decoding would be measured along with the server. */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { Seat } from '../../auction/protocol.ts';

/** Colyseus's messages begin so. */
const JOINED = 10;
const STATE = 14;
const PATCH = 15;

const PING = 0x89;
/** As clients send them, masked with zeros. */
const HELLO_FRAME = Buffer.from([0x82, 0x81, 0, 0, 0, 0, JOINED]);
const PONG_FRAME = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

const END_OF_HEAD = '\r\n\r\n';

export type Watching = {
  /** A patch came, of so many bytes without its frame. */
  readonly patched: (patch: Buffer) => void;
  /** It was closed, not by us. */
  readonly lost: () => void;
};

/** Takes a seat in an auction's room and sits down. */
export async function watchRoom(url: string, auctionId: string, watching: Watching): Promise<Socket> {
  const response = await fetch(`${url}/matchmake/joinOrCreate/auction`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auctionId }),
  });
  if (!response.ok) throw new Error(`a watcher was answered with ${response.status}`);
  const { processId, roomId, sessionId } = (await response.json()) as Seat;
  return watchSocket(url, `/${processId}/${roomId}?sessionId=${sessionId}`, watching);
}

/** Resolves once the whole state has come. */
export function watchSocket(url: string, path: string, watching: Watching): Promise<Socket> {
  const head = { Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Version': '13' };
  const key = { 'Sec-WebSocket-Key': randomBytes(16).toString('base64') };
  return opened(url, path, { ...head, ...key }, '101', watching, (socket, isThere) =>
    frameReader((first, payload) => {
      if (first === PING) socket.write(PONG_FRAME);
      else if (payload[0] === JOINED) socket.write(HELLO_FRAME);
      else if (payload[0] === STATE) isThere();
      else if (payload[0] === PATCH) watching.patched(payload);
    }),
  );
}

/** Resolves once the stream has begun. */
export function watchStream(url: string, watching: Watching): Promise<Socket> {
  const begin = Buffer.from('data: ');
  return opened(url, '/', { Accept: 'text/event-stream' }, '200', watching, (_socket, isThere) => {
    isThere();
    let tail: Buffer = Buffer.alloc(0);
    return (chunk) => {
      const text = Buffer.concat([tail, chunk]);
      for (let at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at + 1)) watching.patched(text);
      tail = text.subarray(Math.max(0, text.length - begin.length + 1));
    };
  });
}

type Reader = (chunk: Buffer) => void;

function opened(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  status: string,
  watching: Watching,
  readerOf: (socket: Socket, isThere: () => void) => Reader,
): Promise<Socket> {
  const { hostname, port, host } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    const lines = Object.entries({ Host: host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
    let answer = '';
    let reader: Reader | undefined;
    socket.on('data', (chunk: Buffer) => {
      if (reader !== undefined) return reader(chunk);
      answer += chunk.toString('latin1');
      const end = answer.indexOf(END_OF_HEAD);
      if (end < 0) return;
      if (answer.split(' ')[1] !== status) return void socket.destroy(new Error(`not let in: ${answer}`));
      reader = readerOf(socket, () => resolve(socket));
      reader(Buffer.from(answer.slice(end + END_OF_HEAD.length), 'latin1'));
    });
    socket.on('error', reject);
    socket.on('close', () => {
      reject(new Error(`a watcher was closed before it was let in: ${answer.split('\r\n')[0]}`));
      watching.lost();
    });
  });
}

/** Reads frames of a server, whatever pieces they come in. None of them is longer than 64 KiB. */
export function frameReader(read: (first: number, payload: Buffer) => void): Reader {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= 2) {
      const [first = 0, second = 0] = rest;
      const head = second === 126 ? 4 : 2;
      if (rest.length < head) return;
      const end = head + (second === 126 ? rest.readUInt16BE(2) : second);
      if (rest.length < end) return;
      read(first, rest.subarray(head, end));
      rest = rest.subarray(end);
    }
  };
}
