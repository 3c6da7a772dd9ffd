import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { chooses } from '../fake-recommender.ts';
import { inMinutes, listing, type Person } from '../server-stage.ts';
import type { Asked } from './tour.ts';
import { NOBODY, type Visit } from './visit.ts';

/** Finding, listing, liking and bidding. */
export function auctionVisits(visit: Visit): void {
  const later = () => ({
    startsAt: inMinutes(visit.server.clock.nowMs(), 10),
    endsAt: inMinutes(visit.server.clock.nowMs(), 60),
  });
  /** As if its time had come. */
  const over = (id: string) =>
    sql`update auction set starts_at = now() - interval '2 hours', planned_ends_at = now() - interval '1 hour',
      ends_at = now() - interval '1 hour' where id = ${id}`.execute(visit.server.database.db);

  test('the catalogue: lists, facets, popular, categories', async () => {
    await visit.server.list(visit.seller, { category: 'art' });
    const facets = await visit.tour.expect([200], 'GET', '/api/auctions?facets=true&state=live&category=art');
    expect(facets.facets.category.art).toBeGreaterThan(0);
    await visit.tour.expect([400, 'invalid_request'], 'GET', '/api/auctions?minPrice=2&maxPrice=1');
    await visit.tour.expect([200], 'GET', '/api/auctions/popular', { as: visit.ann });
    await visit.tour.expect([200], 'GET', '/api/categories');
  });

  test('auctions: listing, looking, changing, taking back, calling off', async () => {
    const { tour, seller, ann, admin } = visit;
    const body = listing(visit.server.clock.nowMs());
    const list = (expected: readonly [number, string?], part: object = {}) =>
      tour.expect(expected, 'POST', '/api/auctions', { as: seller, body: { ...body, ...part } });
    await list([400, 'invalid_terms'], { reservePoints: 1 });
    await list([404, 'no_such_image'], { imageIds: [NOBODY] });
    const { id } = await list([201], {
      reservePoints: 500,
      ladder: 'ebay',
      softClose: { windowSeconds: 30, extendBySeconds: 60, capSeconds: 600 },
      ...later(),
    });
    const at = `/api/auctions/${id}`;
    expect(await tour.expect([200], 'GET', at)).not.toHaveProperty('reservePoints');
    expect(await tour.expect([200], 'GET', at, { as: seller })).toMatchObject({ reservePoints: 500 });

    const edit = (expected: readonly [number, string?], path: string, part: object, as: Person = seller) =>
      tour.expect(expected, 'PATCH', path, { as, body: part });
    await edit([200], at, { title: 'A better lamp' });
    await edit([400, 'invalid_terms'], at, { reservePoints: 1 });
    await edit([404, 'no_such_image'], at, { imageIds: [NOBODY] });
    await edit([403, 'not_seller'], at, { title: 'Mine' }, ann);
    await edit([404, 'no_such_auction'], `/api/auctions/${NOBODY}`, { title: 'Nothing' });
    await tour.expect([403, 'not_seller'], 'DELETE', at, { as: ann });
    await tour.expect([204], 'DELETE', at, { as: seller });

    const started = `/api/auctions/${(await list([201])).id}`;
    const cancel = (expected: readonly [number, string?], path: string) =>
      tour.expect(expected, 'POST', `${path}/cancel`, { as: admin });
    const closed = async (code: string, path: string) => {
      await edit([409, code], path, { title: 'Late' });
      await tour.expect([409, code], 'DELETE', path, { as: seller });
    };
    await closed('already_started', started);
    await cancel([200], started);
    await closed('cancelled', started);
    const ended = await list([201]);
    await over(ended.id);
    await closed('ended', `/api/auctions/${ended.id}`);
    await cancel([409, 'ended'], `/api/auctions/${ended.id}`);
    await cancel([404, 'no_such_auction'], `/api/auctions/${NOBODY}`);
  });

  test('bids: accepted, and refused for every reason there is', async () => {
    const { tour, server, seller, ann, admin } = visit;
    const bob = await server.rich();
    const bid = (
      expected: readonly [number, string?],
      auctionId: string,
      as: Person,
      points: number,
      part: object = {},
    ) =>
      tour.expect(expected, 'POST', `/api/auctions/${auctionId}/bids`, {
        as,
        body: { bidId: randomUUID(), kind: 'plain', points, ...part },
      });
    const soon = new Date(server.clock.nowMs() + 1_100).toISOString();
    const { id: short } = await server.list(seller, { endsAt: soon });
    const { id } = await server.list(seller, { buyNowPoints: 5_000 });
    const bidId = randomUUID();
    await bid([409, 'other_buy_now_price'], id, ann, 4_999, { kind: 'buy_now' });
    expect(await bid([200], id, ann, 100, { bidId })).toMatchObject({ status: 'accepted', leading: true });
    const refused = await bid([409, 'duplicate_bid_id'], id, ann, 101, { bidId });
    expect(refused.outcome).toMatchObject({ status: 'refused', transient: false });
    await bid([409, 'already_leading'], id, ann, 200);
    await bid([409, 'buy_now_unavailable'], id, bob, 5_000, { kind: 'buy_now' });
    await bid([409, 'below_minimum'], id, bob, 100);
    await bid([409, 'insufficient_points'], id, bob, 1_001);
    await bid([200], id, bob, 300, { kind: 'maximum' });
    await bid([409, 'maximum_not_raised'], id, bob, 300, { kind: 'maximum' });
    await bid([403, 'own_auction'], id, seller, 400);
    await bid([400, 'malformed_bid'], id, ann, 0.5);
    await bid([404, 'no_such_auction'], NOBODY, ann, 100);
    const { id: early } = await server.list(seller, later());
    await bid([409, 'not_started'], early, ann, 100);
    const { id: cancelled } = await server.list(seller);
    await tour.expect([200], 'POST', `/api/auctions/${cancelled}/cancel`, { as: admin });
    await bid([409, 'cancelled'], cancelled, ann, 100);
    await expect
      .poll(async () => (await server.ask('GET', `/api/auctions/${short}`)).body.phase, { timeout: 5_000 })
      .toMatch(/ended|closed/);
    await bid([409, 'ended'], short, ann, 100);

    expect((await tour.expect([200], 'GET', `/api/auctions/${id}/bids`)).items).toHaveLength(2);
    await tour.expect([404, 'no_such_auction'], 'GET', `/api/auctions/${NOBODY}/bids`);
    expect((await tour.expect([200], 'GET', '/api/me/bids', { as: bob })).items.length).toBeGreaterThan(3);
    const { id: sold } = await server.list(seller, { buyNowPoints: 200 });
    await bid([200], sold, bob, 200, { kind: 'buy_now' });
    expect((await tour.expect([200], 'GET', '/api/me/wins', { as: bob })).items).toHaveLength(1);
    expect((await tour.expect([200], 'GET', '/api/wallet/transfers', { as: bob })).items.length).toBe(4);
    await tour.expect([200], 'GET', '/api/me/auctions', { as: seller });
    expect(await tour.expect([200], 'GET', '/api/me', { as: bob })).toEqual(bob.user);
  });

  test('joining: a seat, or none', async () => {
    const { tour, server, seller } = visit;
    const { id } = await server.list(seller);
    const join = (expected: readonly [number, string?], auctionId: string, asked: Asked = {}) =>
      tour.expect(expected, 'POST', '/matchmake/joinOrCreate/auction', { ...asked, body: { auctionId } });
    expect(await join([200], id)).toMatchObject({ roomId: id });
    await join([200], id, { as: visit.ann });
    await join([404, 'no_such_auction'], NOBODY);
  });

  test('likes: liking, liking again, taking it back', async () => {
    const { tour, server, seller, ann } = visit;
    const { id } = await server.list(seller);
    const path = `/api/auctions/${id}/like`;
    expect(await tour.expect([200], 'PUT', path, { as: ann })).toMatchObject({ liked: true, likeCount: 1 });
    expect((await tour.expect([200], 'GET', '/api/me/likes', { as: ann })).items).toHaveLength(1);
    expect(await tour.expect([200], 'DELETE', path, { as: ann })).toMatchObject({ likeCount: 0 });
    for (const method of ['PUT', 'DELETE'] as const)
      await tour.expect([404, 'no_such_auction'], method, `/api/auctions/${NOBODY}/like`, { as: ann });
  });

  test('the house: where everything is, and how it is', async () => {
    for (const path of ['/', '/openapi.json', '/asyncapi.json', '/docs', '/health/live', '/health/ready'])
      await visit.tour.expect([200], 'GET', path);
    await visit.tour.expect([200], 'GET', '/metrics', { as: visit.admin });
  });

  test('recommendations: alone, and beside the first page', async () => {
    const { tour, server, recommender, seller, ann } = visit;
    const [{ id: auctionId }, { id: other }] = [await server.list(seller), await server.list(seller)];
    recommender.behave(
      chooses(
        { auctionId, reason: { kind: 'because_bid', auctionId: other, title: 'A lamp' } },
        { auctionId: other, reason: { kind: 'group', ageFrom: 70, ageTo: null, gender: 'female' } },
      ),
    );
    expect(await tour.expect([200], 'GET', '/api/recommendations?limit=2', { as: ann })).toMatchObject({
      items: [{ auction: { id: auctionId } }, { auction: { id: other } }],
    });
    expect(await tour.expect([200], 'GET', '/api/auctions?limit=1&recommended=true')).toMatchObject({
      recommended: { source: 'recommender' },
    });
  });
}
