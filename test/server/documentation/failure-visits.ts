import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { LIKE_LIMITS } from '../../../persistence/likes/limits.ts';
import { HTTP_LIMITS } from '../../../server/limits.ts';
import { unsubscribeToken } from '../../../server/notices/unsubscribe-tokens.ts';
import { administer } from '../../support/database-administration.ts';
import { NOTICE_SECRET, newAccount } from '../server-stage.ts';
import { pathWith } from './tour.ts';
import { everyOne, type Visit } from './visit.ts';

/** Crowds, and a database that does not do what it should; the last of these takes it away for good. */
export function failureVisits(visit: Visit, requestsPerMinute: number): void {
  const run = (statement: string) => sql.raw(statement).execute(visit.server.database.db);

  test('whoever asks too often is told to wait, by every route that has a limit', async () => {
    const from = '10.9.9.9';
    for (let asked = 0; asked < requestsPerMinute; asked++) await visit.server.ask('GET', '/', { from });
    await everyOne(
      visit,
      ({ responses }) => '429' in responses,
      (operation) =>
        visit.tour.expect([429, 'too_many_requests'], operation.method, pathWith(operation, 'x'), { from }),
    );
    await everyOne(
      visit,
      ({ responses }) => !('429' in responses),
      async (operation) =>
        expect((await visit.tour.ask(operation.method, pathWith(operation, 'x'), { from })).status).not.toBe(
          429,
        ),
    );
  });

  test('bids, seats and calling off can be asked for again when they could not be settled', async () => {
    const { tour, server, seller, ann, admin } = visit;
    const { id } = await server.list(seller);
    const body = { bidId: randomUUID(), kind: 'plain', points: 100 };
    const bid = (expected: readonly [number, string?]) =>
      tour.expect(expected, 'POST', `/api/auctions/${id}/bids`, { as: ann, body });
    await run('alter table bid rename to mislaid');
    await bid([503, 'unavailable']);
    await run('alter table mislaid rename to bid');
    await bid([200]);

    await run('alter table auction rename to mislaid');
    await tour.expect([503, 'unavailable'], 'POST', '/matchmake/joinOrCreate/auction', {
      body: { auctionId: randomUUID() },
    });
    await tour.expect([503, 'unavailable'], 'POST', `/api/auctions/${id}/cancel`, { as: admin });
    await run('alter table mislaid rename to auction');
    await tour.expect([200], 'POST', `/api/auctions/${id}/cancel`, { as: admin });
  });

  test('seats are refused to those who have too many, who flooded, and when the house is full', async () => {
    const { server, tour, seller } = visit;
    const { id } = await server.list(seller);
    const { refuses } = server.house;
    const seat = (expected: readonly [number, string?]) =>
      tour.expect(expected, 'POST', '/matchmake/joinOrCreate/auction', { body: { auctionId: id } });
    for (const [refusal, answer] of [
      [{ why: 'user_sockets', waitMs: 0 }, [429, 'too_many_sockets']],
      [{ why: 'user_messages', waitMs: 4_200 }, [429, 'too_many_requests']],
      [{ why: 'sockets', waitMs: 0 }, [503, 'busy']],
    ] as const) {
      Object.assign(server.house, { refuses: () => refusal });
      await seat(answer);
    }
    Object.assign(server.house, { refuses });
    await seat([200]);
  });

  test('a bid follows a room that moves, and is told so when that goes on and on; then the same is settled', async () => {
    const { tour, server, seller, ann, admin } = visit;
    const { id } = await server.list(seller);
    const path = `/api/auctions/${id}`;
    const bid = (expected: readonly [number, string?], points: number) =>
      tour.expect(expected, 'POST', `${path}/bids`, {
        as: ann,
        body: { bidId: randomUUID(), kind: 'plain', points },
      });
    const takeOver = () => run(`update auction set epoch = epoch + 1 where id = '${id}'`);
    await bid([200], 100);
    await takeOver();
    // Settled elsewhere, where it is judged like any other.
    await bid([409, 'already_leading'], 101);
    // Whoever takes the auction over has lost it at once.
    await run(`create function move_on() returns trigger language plpgsql as
      $$ begin update auction set epoch = epoch + 1 where id = new.id; return null; end $$`);
    await run(`create trigger move_on after update of epoch on auction
      for each row when (pg_trigger_depth() = 0) execute function move_on()`);
    await takeOver();
    const body = { bidId: randomUUID(), kind: 'maximum', points: 200 };
    await tour.expect([503, 'room_moved'], 'POST', `${path}/bids`, { as: ann, body });
    await run('drop trigger move_on on auction');
    await run('drop function move_on');
    await tour.expect([200], 'POST', `${path}/bids`, { as: ann, body });
    await takeOver();
    await tour.expect([503, 'room_moved'], 'POST', `${path}/cancel`, { as: admin });
  });

  test('lists are refused to those who come when too many wait already', async () => {
    const { server, tour } = visit;
    const { list } = server.catalogue;
    const { promise: slow, resolve: release } = Promise.withResolvers<undefined>();
    Object.assign(server.catalogue, { list: () => slow });
    const tooMany = 5;
    let refused = 0;
    const asked = Array.from(
      { length: HTTP_LIMITS.listsAtOnce + HTTP_LIMITS.listsWaiting + tooMany },
      async (_, each) => {
        // Each another list: what is asked by several at once is looked up once.
        const from = `10.1.${each >> 8}.${each & 255}`;
        const { status } = await server.ask('GET', `/api/auctions?minPrice=${each}`, { from });
        if (status === 503) refused += 1;
      },
    );
    await expect.poll(() => refused, { timeout: 20_000 }).toBe(tooMany);
    await tour.expect([503, 'unavailable'], 'GET', '/api/auctions?sort=likes');
    await tour.expect([503, 'unavailable'], 'GET', '/api/auctions/popular?limit=7');
    Object.assign(server.catalogue, { list });
    release(undefined);
    await Promise.all(asked);
    await tour.expect([200], 'GET', '/api/auctions');
  });

  test('likes are refused to those who come when too many wait already', async () => {
    const { server, tour, seller, ann } = visit;
    const { id } = await server.list(seller);
    const like = { auctionId: id, userId: ann.user.id, liked: true, atMs: server.clock.nowMs() };
    const waiting: Promise<unknown>[] = [];
    await server.database.db.transaction().execute(async (transaction) => {
      await sql`lock table auction_like in access exclusive mode`.execute(transaction);
      // Twice, because the first batch leaves the queue for the database before it is full.
      for (let round = 0; round < 2; round++) {
        for (let each = 0; each < LIKE_LIMITS.waiting; each++) waiting.push(server.likes.want(like));
        await new Promise(setImmediate);
      }
      for (const method of ['PUT', 'DELETE'] as const)
        await tour.expect([503, 'busy'], method, `/api/auctions/${id}/like`, { as: ann });
    });
    await Promise.all(waiting);
  });

  /** Asks every route that may fail in this way. */
  const everyRouteSays = async (status: 500 | 503) => {
    const { tour, ann } = visit;
    const bodies: Readonly<Record<string, object>> = {
      'POST /api/auth/sign-up/email': newAccount(),
      'POST /api/auth/sign-in/email': { email: ann.user.email, password: 'correct horse' },
    };
    const queries: Readonly<Record<string, string>> = {
      'POST /api/unsubscribe': `?token=${unsubscribeToken(NOTICE_SECRET, ann.user.id)}`,
    };
    const id = randomUUID();
    await everyOne(
      visit,
      ({ responses }) => '500' in responses,
      async (operation) => {
        const body = bodies[operation.id];
        const query = queries[operation.id] ?? '';
        const answer = await tour.ask(operation.method, `${pathWith(operation, id)}${query}`, {
          as: ann,
          ...(body && { body }),
        });
        expect(`${operation.id} ${answer.status}`).toBe(`${operation.id} ${status}`);
        expect(answer.body.error.message).not.toMatch(/driver|relation|connection|sql/i);
      },
    );
  };

  test('when something is wrong in the database every route that needs it says so, and shows nothing of why', async () => {
    await run('alter schema public rename to mislaid');
    await everyRouteSays(500);
    await run('alter schema mislaid rename to public');
  });

  test('without the database every route that needs it says to come again', async () => {
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(
      visit.server.database.db,
    );
    const name = rows[0]?.name ?? '';
    const adminUrl = inject('postgresAdminUrl');
    await administer(adminUrl, `alter database ${name} allow_connections false`);
    await administer(
      adminUrl,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
    );
    await everyRouteSays(503);
    await visit.tour.expect([503, 'unavailable'], 'GET', '/health/ready');
  });
}
