import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { KEPT_ALERTS } from '../../../auction/alerts.ts';
import { ALERT_LIMITS } from '../../../persistence/alerts/limits.ts';
import { STREAM_LIMITS } from '../../../server/alerts/limits.ts';
import type { Person } from '../server-stage.ts';
import { NOBODY, type Visit } from './visit.ts';

/** Streams a server of this tour has room for: one person's, and two more. */
export const MOST_STREAMS = STREAM_LIMITS.ofOnePerson + 2;

/** Hearing of auctions, being told, and reading it afterwards. */
export function alertVisits(visit: Visit): void {
  const path = (id: string) => `/api/auctions/${id}/subscription`;

  test('subscriptions: asking, saying no, and what cannot be asked for', async () => {
    const { tour, server, seller, admin } = visit;
    const ann = await server.signUp();
    const { id } = await server.list(seller);
    expect(await tour.expect([200], 'PUT', path(id), { as: ann })).toMatchObject({ subscribed: true });
    expect((await tour.expect([200], 'GET', '/api/me/subscriptions', { as: ann })).items).toHaveLength(1);
    expect(await tour.expect([200], 'DELETE', path(id), { as: ann })).toMatchObject({ subscribed: false });
    for (const method of ['PUT', 'DELETE'] as const)
      await tour.expect([404, 'no_such_auction'], method, path(NOBODY), { as: ann });

    const { id: ended } = await server.list(seller);
    await sql`update auction set starts_at = now() - interval '2 hours', planned_ends_at = now() - interval '1 hour',
      ends_at = now() - interval '1 hour' where id = ${ended}`.execute(server.database.db);
    await tour.expect([409, 'ended'], 'PUT', path(ended), { as: ann });
    await tour.expect([200], 'POST', `/api/auctions/${id}/cancel`, { as: admin });
    await tour.expect([409, 'cancelled'], 'PUT', path(id), { as: ann });
  });

  test('subscriptions: more than anybody follows', async () => {
    const { tour, server, seller } = visit;
    const person = await server.signUp();
    const { id } = await server.list(seller);
    await sql`
      with copies as (
        insert into auction (seller_id, title, description, start_price, price, ladder, fee_basis_points, starts_at,
          planned_ends_at, ends_at)
        select seller_id, title, description, start_price, price, ladder, fee_basis_points, starts_at, planned_ends_at, ends_at
        from auction, generate_series(1, ${ALERT_LIMITS.askedAtOnce}) where id = ${id} returning id)
      insert into auction_subscription (auction_id, user_id, reason)
      select id, ${person.user.id}, 'asked' from copies`.execute(server.database.db);
    await tour.expect([409, 'too_many_subscriptions'], 'PUT', path(id), { as: person });
  });

  test('alerts: every kind that is kept, and reading them', async () => {
    const { tour, server, seller } = visit;
    const [ann, bob] = [await server.rich(), await server.rich()];
    const { id } = await server.list(seller);
    const bid = (as: Person, points: number) =>
      server.house.bid(id, as.user.id, { bidId: randomUUID(), kind: 'plain', points });
    await bid(ann, 100);
    await bid(bob, 101);
    await server.feed.flush();
    // The others, as an end or the time would have told them.
    await sql`insert into alert (id, user_id, kind, auction_id, title, event)
      select (select head from feed) + n, ${ann.user.id}, k.kind, ${id}, 'A lamp', e.event::json
      from unnest(array['ending_soon', 'won', 'lost', 'sold', 'unsold', 'ended', 'cancelled']::kept_alert[]) with ordinality k (kind, n),
        lateral (select json_build_object('kind', case k.kind when 'ending_soon' then 'ending_soon' else 'closed' end,
          'auctionId', ${id}::text, 'at', '2030-01-01T00:00:00.000Z', 'pricePoints', 101, 'bidCount', 2, 'seq', 3,
          'endsAt', '2030-01-01T00:00:00.000Z', 'sellerId', ${seller.user.id}::text, 'winnerId', null,
          'ending', case k.kind when 'cancelled' then 'cancelled' when 'unsold' then 'unsold' else 'sold' end,
          'unsoldReason', null, 'releasedTo', null, 'releasedPoints', 0, 'payoutPoints', 101, 'feePoints', 2)::text as event) e`.execute(
      server.database.db,
    );
    const list = await tour.expect([200], 'GET', '/api/me/alerts?unread=true', { as: ann });
    const kinds = list.items.map(({ kind }: { kind: string }) => kind);
    expect(kinds.toSorted()).toEqual(KEPT_ALERTS.toSorted());
    const upTo = list.items.at(-1).id;
    expect(await tour.expect([200], 'PUT', '/api/me/alerts/read', { as: ann, body: { upTo } })).toMatchObject(
      { upTo, unreadCount: 7 },
    );
  });

  test('streams of alerts: one, more than one person’s, and more than there is room for', async () => {
    const { tour, server, seller, ann, admin } = visit;
    const { text } = await tour.ask('GET', '/api/alerts', { as: ann });
    expect(text).toContain('event: hello');
    await expect.poll(() => server.alerts.stats().streams).toBe(0);
    /** Until the answer is let go, the place is taken. */
    const open = async (as: Person) =>
      server.app.inject({
        url: '/api/alerts',
        headers: { authorization: `Bearer ${as.token}` },
        payloadAsStream: true,
      });
    const held = [];
    for (let each = 0; each < STREAM_LIMITS.ofOnePerson; each++) held.push(await open(ann));
    await tour.expect([409, 'too_many_streams'], 'GET', '/api/alerts', { as: ann });
    held.push(await open(admin), await open(admin));
    await tour.expect([503, 'busy'], 'GET', '/api/alerts', { as: seller });
    for (const { raw } of held) raw.res.destroy();
    await expect.poll(() => server.alerts.stats().streams).toBe(0);
  });
}
