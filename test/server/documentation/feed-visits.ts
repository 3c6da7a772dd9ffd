import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { fill } from '../filling.ts';
import type { Visit } from './visit.ts';

/** Following the feed: what there is, what is gone, what is not there yet, and too many who follow. */
export function feedVisits(visit: Visit): void {
  test('the feed: events of every kind, and nothing', async () => {
    const { tour, server, seller, admin } = visit;
    const { db } = server.database;
    const asked = { as: admin };
    await server.list(seller);
    await server.feed.flush();
    const { items, nextAfter } = await tour.expect([200], 'GET', '/api/feed?after=0&limit=1000', asked);
    expect(items[0].position).toBe(1);
    await tour.expect([200], 'GET', `/api/feed?after=${nextAfter}`, asked);
    await tour.expect([400, 'invalid_request'], 'GET', '/api/feed?after=1000000', asked);

    await sql`with gone as (
        delete from feed_batch where last_position = (select min(last_position) from feed_batch) returning last_position
      ) update feed set events_gone = (select last_position from gone)`.execute(db);
    await tour.expect([410, 'events_gone'], 'GET', '/api/feed?after=0', asked);
    await tour.expect([200], 'GET', '/api/feed', asked);
  });

  test('the feed: those who wait, and those who are too many', async () => {
    const { tour, server, seller, admin } = visit;
    await server.feed.flush();
    const { head } = await server.database.db.selectFrom('feed').select('head').executeTakeFirstOrThrow();
    const ask = (query: string) => tour.ask('GET', `/api/feed?after=${head}${query}`, { as: admin });
    const waiting: ReturnType<typeof ask>[] = [];
    await fill(
      () => waiting.push(ask('&waitSeconds=25')),
      async () => (await ask('')).status,
    );
    await server.list(seller);
    const answers = await Promise.all(waiting);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
  });
}
