/** A server whose streams say exactly what a test lets them say, for what no real one does on demand: silence, refusals, repetitions. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Alert } from '../../auction/alerts.ts';

export type Answer = (stream: Stream) => void;

export type Stream = {
  readonly after: string | undefined;
  readonly token: string | undefined;
  /** Resolves when the client has gone. */
  readonly gone: Promise<void>;
  begin(): void;
  event(name: string, data: unknown, id?: string): void;
  alert(alert: Alert, id?: string): void;
  raw(text: string): void;
  refuse(status: number, code: string, headers?: Record<string, string>): void;
  end(): void;
  /** Cuts the connection in the middle of whatever it was saying. */
  cut(): void;
};

/** Streams are answered by the script's answers in turn; the last one answers all that follow. */
export async function scriptedHouse(...script: readonly [Answer, ...Answer[]]) {
  const streams: Stream[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const { 'last-event-id': after, authorization } = request.headers;
    const stream = streamOf(response, after?.toString(), authorization);
    streams.push(stream);
    (script[streams.length - 1] ?? script.at(-1))?.(stream);
  });
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, streams };
}

function streamOf(response: ServerResponse, after: string | undefined, token: string | undefined): Stream {
  const raw = (text: string) => void response.write(text);
  const event = (name: string, data: unknown, id?: string) =>
    raw(`event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
  return {
    after,
    token,
    gone: new Promise((resolve) => response.on('close', resolve)),
    begin: () => void response.writeHead(200, { 'content-type': 'text/event-stream' }),
    event,
    alert: (alert, id = alert.id) => event('alert', alert, id),
    raw,
    refuse(status, code, headers = {}) {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify({ error: { code, message: 'No.', requestId: 'r' } }));
    },
    end: () => void response.end(),
    cut: () => void response.destroy(),
  };
}

/** Says hello and these alerts, and stays. Nobody waits a second for the next try. */
export const saying =
  (position: string, resumed: boolean, ...alerts: readonly Alert[]): Answer =>
  (stream) => {
    stream.begin();
    stream.raw('retry: 1\n\n');
    stream.event('hello', { position, resumed }, position);
    for (const alert of alerts) stream.alert(alert);
  };

const about = (id: number, auctionId: string) => ({
  id: String(id),
  at: '2026-11-24T18:00:00.000Z',
  auctionId,
  title: 'A thing',
  link: `/auctions/${auctionId}`,
  pricePoints: id * 10,
  bidCount: id,
});

const ENDS = { endsAt: '2026-11-24T19:00:00.000Z' };

/** Kept. */
export const outbid = (id: number, auctionId = 'a'): Alert => ({
  ...about(id, auctionId),
  ...ENDS,
  kind: 'outbid',
  releasedPoints: 0,
});

/** Passing. */
export const price = (id: number, auctionId = 'a'): Alert => ({
  ...about(id, auctionId),
  ...ENDS,
  kind: 'price_changed',
});
