/**
 * The reference's way to tell subscribers, on the same rooms, the same settler and the same tables: whoever decides a bid writes to every
 * subscriber before the bid is acknowledged.
 *
 * It is at its best here: an event is turned into bytes once and not for each subscriber, a write only hands them to the system and waits for
 * nobody, and nothing is kept for people who are away. All around it is left out: no catalogue, no feed that is numbered, no sign-in but a
 * look for the session.
 *
 * Arguments: the database's URL and a port.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';
import type { OwnedState } from '../../auction/records.ts';
import { auctionStore } from '../../persistence/auction-store.ts';
import { openDatabase } from '../../persistence/database.ts';
import { createAuctionHouse } from '../../rooms/create-auction-house.ts';
import { UNOBSERVED } from '../../rooms/unobserved.ts';

/** What our server is given, too. */
const POOL = 16;

const [databaseUrl = '', port = ''] = process.argv.slice(2);

const subscribers = new Set<ServerResponse>();
/** Accepted bids told so far, by auction. */
const told = new Map<string, number>();
let events = 0;

/** Called after the commit and before anybody is answered. */
function changed(states: readonly OwnedState[]): void {
  for (const { auction } of states) {
    const before = told.get(auction.id) ?? auction.acceptedBids - 1;
    told.set(auction.id, auction.acceptedBids);
    for (let bid = before; bid < auction.acceptedBids; bid++) tellEverybody(auction);
  }
}

function tellEverybody({ id, pricePoints, acceptedBids, endsAtMs }: OwnedState['auction']): void {
  events += 1;
  const alert = {
    id: String(events),
    kind: 'price_changed',
    at: new Date().toISOString(),
    auctionId: id,
    title: 'A hot one',
    link: `/api/auctions/${id}`,
    pricePoints,
    bidCount: acceptedBids,
    endsAt: new Date(endsAtMs).toISOString(),
  };
  const frame = Buffer.from(`event: alert\nid: ${events}\ndata: ${JSON.stringify(alert)}\n\n`);
  for (const subscriber of subscribers) subscriber.write(frame);
}

const database = await openDatabase({ kind: 'postgres', url: databaseUrl, poolSize: POOL });
const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
const complain = (details: object, message: string) =>
  process.stderr.write(`${message} ${JSON.stringify(details)}\n`);
const house = await createAuctionHouse({
  store: auctionStore(database.db),
  showcase: { changed, watched: () => {} },
  sessions: { stillValid: async (ids) => [...ids] },
  clock: { nowMs: () => Date.now() },
  observer: UNOBSERVED,
  log: { info: () => {}, warn: complain, error: complain },
  aliasSecret: 'of no account',
  doorLimits: {
    socketMessages: 0,
    userMessages: 0,
    addressMessages: 0,
    userSockets: 0,
    addressSockets: 0,
    sockets: 0,
    unsentBytes: 1_048_576,
  },
  addressOf: ({ socket }) => socket.remoteAddress ?? '',
  isAllowedOrigin: () => true,
});

async function whoIs({ headers }: IncomingMessage) {
  const token = decodeURIComponent(headers.authorization?.slice('Bearer '.length) ?? '').split('.')[0];
  const { rows } = await pool.query<{ userId: string; sessionId: string }>(
    `select "userId", "id" as "sessionId" from "session" where "token" = $1`,
    [token],
  );
  return rows[0] ?? null;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const json = (status: number, body: object | undefined) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  if (request.url === '/health') return json(200, {});
  const visitor = await whoIs(request);
  if (visitor === null) return json(401, { error: { code: 'sign_in_required', message: '', requestId: '' } });
  if (request.url === '/api/alerts') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('event: hello\nid: 0\ndata: {"position":"0","resumed":false}\n\n');
    subscribers.add(response);
    response.on('close', () => subscribers.delete(response));
    return;
  }
  const { auctionId } = (await bodyOf(request)) as { auctionId: string };
  json(200, await house.seat(auctionId, visitor));
}

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    complain({ error: String(error) }, 'a request failed');
    response.destroy();
  });
});
server.listen(Number(port), '127.0.0.1', () => house.attach(server));
