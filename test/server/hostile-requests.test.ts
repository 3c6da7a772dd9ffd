/**
 * Requests made from the document itself: for every parameter and body something of the right form, something nearly so, and something
 * that nobody should send. The server never breaks, and answers in the documented shape.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { needsAdmin, needsSomebody, type Operation } from './documentation/document.ts';
import { requestTo } from './documentation/generated-requests.ts';
import type { Known } from './documentation/schema-values.ts';
import { type Tour, tourOf } from './documentation/tour.ts';
import { inMinutes, openServer, type Person, type ServerStage } from './server-stage.ts';
import { VAPID } from './vapid.ts';

const RUNS_OF_EACH = Number(process.env.TEST_RUNS ?? 40);
/** An operation that none of these has reached gets so many times as many. */
const MORE_RUNS = 15;
const SEED = Number(process.env.TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** No request made from the document alone succeeds here. */
const OUT_OF_REACH = [
  'POST /api/auth/sign-in/email',
  'POST /api/auth/change-password',
  // Their bodies are files, and there are no files without them: image-refusals.test.ts.
  'POST /api/images',
  'DELETE /api/images/{id}',
  'GET /images/{id}/{size}.webp',
  // They need keys of a browser, or of ours: notices.test.ts, notices-mail.test.ts.
  'PUT /api/me/push-endpoints',
  'DELETE /api/me/push-endpoints/{id}',
  'GET /api/unsubscribe',
  'POST /api/unsubscribe',
];

let server: ServerStage;
let tour: Tour;
let admin: Person;
let seller: Person;
let bidder: Person;

beforeAll(async () => {
  server = await openServer(VAPID);
  tour = await tourOf(server);
  [admin, seller, bidder] = [await server.admin(), await server.signUp(), await server.rich(1_000_000)];
});
afterAll(() => server.close());

/** New ones for each operation: some of them take things away. The users are nobody we act as. */
async function known(): Promise<Known> {
  const nowMs = server.clock.nowMs();
  const [live, early, user] = await Promise.all([
    server.list(seller),
    server.list(seller, { startsAt: inMinutes(nowMs, 10), endsAt: inMinutes(nowMs, 60) }),
    server.signUp(),
  ]);
  return { auctions: [live.id, early.id], users: [user.user.id], nowMs };
}

/** Whoever may; somebody new where sessions are ended. */
async function actor(operation: Operation): Promise<Person | undefined> {
  if (!needsSomebody(operation)) return undefined;
  if (needsAdmin(operation)) return admin;
  if (/revoke|password/.test(operation.path)) return server.signUp();
  return operation.path.endsWith('/bids') ? bidder : seller;
}

test(`no generated request breaks the server (TEST_SEED=${SEED})`, { timeout: 240_000 }, async () => {
  const reached = new Set<string>();
  const hasSucceeded = ({ id }: Operation) => reached.has(id) || OUT_OF_REACH.includes(id);
  const ask = async (operation: Operation, seed: number) => {
    const as = await actor(operation);
    await fc.assert(
      fc.asyncProperty(requestTo(tour.document, operation, await known()), async ({ url, body, headers }) => {
        const answer = await server.ask(operation.method, url, {
          ...(as && { as }),
          headers,
          ...(body !== undefined && { body }),
        });
        const { status, text } = answer;
        const said = `${operation.method} ${url} ${body?.slice(0, 500) ?? ''} → ${status} ${text.slice(0, 300)}`;
        expect(status, said).toBeLessThan(500);
        expect(tour.book.problem(operation, answer), said).toBeUndefined();
        if (status < 300) reached.add(operation.id);
      }),
      { seed, numRuns: RUNS_OF_EACH },
    );
  };
  for (const operation of tour.operations) {
    await ask(operation, SEED);
    // What succeeds seldom is tried again, or the test would not say that it can.
    for (let more = 1; more <= MORE_RUNS && !hasSucceeded(operation); more++)
      await ask(operation, SEED + more);
  }
  expect(tour.operations.filter((operation) => !hasSucceeded(operation)).map(({ id }) => id)).toEqual([]);
});
