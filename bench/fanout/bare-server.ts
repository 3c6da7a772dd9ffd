/** A server that does nothing but write the same bytes to all its sockets, or streams, when told to; it ends when the bench hangs up. */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { BareAnswer, BareOrder } from './bare-messages.ts';

/** What Colyseus says to whoever comes: that they are in, and what there is to see. */
const GREETINGS = [Buffer.from([10]), Buffer.from([14])];

const answer = (say: BareAnswer) => process.send?.(say);

const server = createServer();
let tellAll = () => {};

function bySockets(http: Server, bytes: Buffer): () => void {
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  sockets.on('connection', (socket) => {
    for (const greeting of GREETINGS) socket.send(greeting);
  });
  return () => {
    for (const socket of sockets.clients) socket.send(bytes, { binary: true });
  };
}

function byStreams(http: Server, bytes: Buffer): () => void {
  const streams = new Set<ServerResponse>();
  http.on('request', (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    streams.add(response);
    response.on('close', () => streams.delete(response));
  });
  // As many bytes; a stream of text cannot hold just any.
  const event = Buffer.from(`data: ${'x'.repeat(bytes.length)}\n\n`);
  return () => {
    for (const stream of streams) stream.write(event);
  };
}

process.on('message', async (order: BareOrder) => {
  if (order.kind === 'serve') {
    const by = order.way === 'sockets' ? bySockets : byStreams;
    tellAll = by(server, Buffer.from(order.bytes, 'base64'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    answer({ kind: 'serving', port: (server.address() as AddressInfo).port, pid: process.pid });
  } else {
    tellAll();
    answer({ kind: 'told' });
  }
});
process.on('disconnect', () => process.exit(0));
