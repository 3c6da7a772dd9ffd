/** A recommender that does what a test tells it to, mostly something bad. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { RecommendationAnswer, RecommendationRequest } from '../../auction/recommendations.ts';

export type Behaviour = (response: ServerResponse, asked: RecommendationRequest) => unknown;

export type FakeRecommender = Awaited<ReturnType<typeof startFakeRecommender>>;

type Seen = { readonly headers: IncomingMessage['headers']; readonly body: string; readonly url: string };

export async function startFakeRecommender() {
  const requests: Seen[] = [];
  const sockets = new Set<Socket>();
  let behave: Behaviour = hangs;
  let port = 0;

  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    requests.push({ headers: request.headers, body, url: `${request.method} ${request.url}` });
    behave(response, JSON.parse(body));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  const start = async () => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  };
  await start();

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    sockets,
    behave(next: Behaviour) {
      behave = next;
    },
    start,
    /** Nothing listens any more. */
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const chooses =
  (...items: RecommendationAnswer['items']): Behaviour =>
  (response) =>
    sends(response, 200, JSON.stringify({ items, learnedAt: '2026-01-01T00:00:00.000Z' }));

const sends = (response: ServerResponse, status: number, body: string) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);

const MEGABYTE = Buffer.alloc(1_048_576, ' ');

const hangs: Behaviour = () => {};

const endless: Behaviour = (response) => {
  let left = 100;
  const write = () => {
    while (left > 0 && !response.destroyed) {
      left -= 1;
      if (!response.write(MEGABYTE)) return void response.once('drain', write);
    }
    response.end();
  };
  response.writeHead(200);
  write();
};

const drips: Behaviour = (response) => {
  response.writeHead(200);
  const drop = setInterval(() => (response.destroyed ? clearInterval(drop) : response.write(' ')), 10);
};

const popular = { kind: 'popular' };
const oneItem = (item: unknown) => JSON.stringify({ items: [item], learnedAt: '2026-01-01T00:00:00.000Z' });
const auctionId = '00000000-0000-4000-8000-000000000000';

/** All the ways to be unwell while something still listens. */
export const UNWELL: Readonly<Record<string, Behaviour>> = {
  'hangs before it says anything': hangs,
  'hangs in the middle of its answer': (response) => response.writeHead(200).write('{"items":['),
  'lets its answer drip': drips,
  'sends 100 MB': endless,
  'answers 500': (response) => sends(response, 500, '{}'),
  'answers 401': (response) => sends(response, 401, '{}'),
  'sends us elsewhere': (response) => response.writeHead(307, { location: '/recommendations' }).end(),
  'hangs up': (response) => response.destroy(),
  'answers what is no JSON': (response) => sends(response, 200, '<html>'),
  'answers nothing': (response) => sends(response, 200, ''),
  'answers another form': (response) => sends(response, 200, '{"items":{}}'),
  'names what is no id': (response) =>
    sends(response, 200, oneItem({ auctionId: "'; drop table bid; --", reason: popular })),
  'gives a reason there is not': (response) =>
    sends(response, 200, oneItem({ auctionId, reason: { kind: 'because_we_say_so' } })),
  'gives a title without end': (response) =>
    sends(
      response,
      200,
      oneItem({ auctionId, reason: { kind: 'because_bid', auctionId, title: 'x'.repeat(121) } }),
    ),
  'names auctions of another house': chooses(
    ...Array.from({ length: 50 }, () => ({
      auctionId: crypto.randomUUID(),
      reason: { kind: 'popular' } as const,
    })),
  ),
  'names more than anybody asked for': (response) =>
    sends(
      response,
      200,
      JSON.stringify({
        items: Array.from({ length: 51 }, () => ({ auctionId: crypto.randomUUID(), reason: popular })),
        learnedAt: '2026-01-01T00:00:00.000Z',
      }),
    ),
};
