import type { Socket } from 'node:net';
import type { WebSocketClient } from '@colyseus/ws-transport';

type WebSocket = WebSocketClient['ref'];

/** A final frame with binary contents, as RFC 6455 numbers them. */
const BINARY = 0x82;
const TWO_BYTES_OF_LENGTH = 126;
const EIGHT_BYTES_OF_LENGTH = 127;

/** A message that many sockets are given: framed once, and never changed. */
export class SharedFrame {
  readonly bytes: Buffer;

  /** Copies the message: Colyseus encodes the next one into the same memory. */
  constructor(message: Uint8Array) {
    this.bytes = Buffer.concat([headOf(message.length), message]);
  }
}

/** What a server writes before a message: it neither masks nor packs. */
function headOf(length: number): Buffer {
  if (length < TWO_BYTES_OF_LENGTH) return Buffer.from([BINARY, length]);
  if (length < 2 ** 16) {
    const head = Buffer.from([BINARY, TWO_BYTES_OF_LENGTH, 0, 0]);
    head.writeUInt16BE(length, 2);
    return head;
  }
  const head = Buffer.from([BINARY, EIGHT_BYTES_OF_LENGTH, 0, 0, 0, 0, 0, 0, 0, 0]);
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}

/**
 * From now on the socket's `send` also takes shared frames, and writes them to its wire as they are. Right only without compression: then
 * a socket keeps nothing back, so whatever is sent leaves in the order of the calls, and `bufferedAmount` is what waits in the wire.
 */
export function takeSharedFrames(socket: WebSocket, wire: Socket): void {
  const send = socket.send.bind(socket) as (...args: unknown[]) => void;
  socket.send = (...args: unknown[]) => {
    const [message] = args;
    if (!(message instanceof SharedFrame)) send(...args);
    else if (socket.readyState === socket.OPEN) wire.write(message.bytes);
  };
}

/** To one of them. Not by the client's own method: that one speaks of bytes to be framed. */
export function sendShared(client: unknown, frame: SharedFrame): void {
  const { ref } = client as { ref: { send(frame: SharedFrame): void } };
  ref.send(frame);
}
