/** A WebSocket made by hand, which can do what no proper client does: not read, not answer, not finish, send whatever it likes. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Seat } from '../../auction/protocol.ts';

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** What Colyseus's clients send: that they are there, and a message with a name that no room knows, or one that it does. */
export const HELLO = Buffer.from([10]);
export const NONSENSE = Buffer.from([13, 0xa8, ...Buffer.from('nonsense')]);
export const ASK_THE_TIME = Buffer.from([
  ...[13, 0xa5, ...Buffer.from('clock')],
  ...[0x81, 0xa8, ...Buffer.from('sentAtMs'), 1],
]);

/** A frame as clients send them, masked with zeros. */
export function frame(payload: Buffer, opcode: number = OPCODE.binary, isLast = true): Buffer {
  const length =
    payload.length < 126 ? [0x80 | payload.length] : [0xfe, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.from([(isLast ? 0x80 : 0) | opcode, ...length, 0, 0, 0, 0]), payload]);
}

export class RawSocket {
  readonly wire: Socket;
  /** Of the answer to the upgrade; 101 when it was opened. */
  readonly status: number;
  /** Everything read after that answer. */
  received: Buffer = Buffer.alloc(0);
  isClosed = false;

  private constructor(wire: Socket, status: number, rest: Buffer) {
    this.wire = wire;
    this.status = status;
    this.received = rest;
    wire.on('data', (data: Buffer) => {
      this.received = Buffer.concat([this.received, data]);
    });
    wire.on('error', () => {});
    wire.on('close', () => {
      this.isClosed = true;
    });
  }

  static async open(
    baseUrl: string,
    path: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<RawSocket> {
    const { hostname, port, host } = new URL(baseUrl);
    const wire = connect(Number(port), hostname);
    wire.on('error', () => {});
    await once(wire, 'connect');
    const lines = {
      ...{ Host: host, Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Version': '13' },
      ...{ 'Sec-WebSocket-Key': randomBytes(16).toString('base64'), ...headers },
    };
    const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
    wire.write(`GET ${path} HTTP/1.1\r\n${head.join('')}\r\n`);
    const answer = await headOf(wire);
    const end = answer.indexOf('\r\n\r\n') + 4;
    const status = Number(answer.toString('latin1').split(' ')[1] ?? 0);
    return new RawSocket(wire, status, answer.subarray(end));
  }

  /** Takes a seat, and says that it is there once it hears of its room. */
  static async seated(
    baseUrl: string,
    { processId, roomId, sessionId }: Seat,
    headers?: Readonly<Record<string, string>>,
  ): Promise<RawSocket> {
    const socket = await RawSocket.open(baseUrl, `/${processId}/${roomId}?sessionId=${sessionId}`, headers);
    if (socket.received.length === 0 && socket.status === 101)
      await Promise.race([once(socket.wire, 'data'), once(socket.wire, 'close')]);
    socket.send(HELLO);
    return socket;
  }

  send(payload: Buffer, opcode?: number, isLast?: boolean): void {
    this.wire.write(frame(payload, opcode, isLast));
  }

  /** The code of the goodbye, once there is one. Frames of servers are not masked. */
  get closeCode(): number | undefined {
    let rest = this.received;
    while (rest.length >= 2) {
      const [first = 0, second = 0] = rest;
      const head = second === 127 ? 10 : second === 126 ? 4 : 2;
      if (rest.length < head) return undefined;
      const length =
        second === 127 ? Number(rest.readBigUInt64BE(2)) : second === 126 ? rest.readUInt16BE(2) : second;
      if (rest.length < head + length) return undefined;
      if ((first & 15) === OPCODE.close) return length < 2 ? 1_005 : rest.readUInt16BE(head);
      rest = rest.subarray(head + length);
    }
    return undefined;
  }

  leave(): void {
    this.wire.destroy();
  }
}

/** Up to the empty line at least; all there is when it ends before. */
function headOf(wire: Socket): Promise<Buffer> {
  return new Promise((resolve) => {
    let head: Buffer = Buffer.alloc(0);
    const done = () => {
      wire.off('data', heard).off('close', done);
      resolve(head);
    };
    const heard = (data: Buffer) => {
      head = Buffer.concat([head, data]);
      if (head.includes('\r\n\r\n')) done();
    };
    wire.on('data', heard).on('close', done);
  });
}
