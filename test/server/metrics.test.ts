import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooses, type FakeRecommender, startFakeRecommender } from './fake-recommender.ts';
import { openServer, type Person, type ServerStage } from './server-stage.ts';

const METRICS_TOKEN = 't'.repeat(32);

let recommender: FakeRecommender;
let server: ServerStage;
let seller: Person;

beforeAll(async () => {
  recommender = await startFakeRecommender();
  server = await openServer({
    METRICS_TOKEN,
    RECOMMENDER_URL: recommender.url,
    RECOMMENDER_TIMEOUT_MS: '1000',
  });
  seller = await server.signUp();
});
afterAll(async () => {
  await server.close();
  await recommender.stop();
});

const look = (authorization?: string) =>
  server.ask('GET', '/metrics', { headers: { ...(authorization && { authorization }) } });

/** The samples of one metric, by their labels. */
async function samples(name: string): Promise<Record<string, number>> {
  const { text } = await look(`Bearer ${METRICS_TOKEN}`);
  const lines = text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  return Object.fromEntries(
    lines.map((line) => {
      const [sample = '', value] = line.split(' ');
      return [sample.slice(name.length), Number(value)];
    }),
  );
}

test('a collector with the token and administrators may look, and nobody else', async () => {
  const admin = await server.admin();
  const collected = await look(`Bearer ${METRICS_TOKEN}`);
  expect(collected).toMatchObject({
    status: 200,
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
  });
  expect(collected.text).toContain('nodejs_eventloop_lag_p99_seconds');
  expect((await server.ask('GET', '/metrics', { as: admin })).status).toBe(200);
  for (const stranger of [
    undefined,
    `Bearer ${METRICS_TOKEN}x`,
    METRICS_TOKEN,
    'Bearer ',
    `bearer ${METRICS_TOKEN}`,
  ])
    expect([stranger, (await look(stranger)).status]).toEqual([stranger, 401]);
  expect((await server.ask('GET', '/metrics', { as: seller })).status).toBe(403);
});

test('what was recommended is counted by where it came from, and asking by how it ended', async () => {
  const { id } = await server.list(seller);
  recommender.behave(chooses({ auctionId: id, reason: { kind: 'popular' } }));
  await server.ask('GET', '/api/recommendations');
  await server.ask('GET', '/api/auctions?recommended=true');
  recommender.behave((response) => response.destroy());
  await server.ask('GET', '/api/recommendations');

  expect(await samples('ready_auction_recommendations_served_total')).toEqual({
    '{source="recommender"}': 2,
    '{source="popular"}': 0,
    '{source="none"}': 1,
  });
  expect(await samples('ready_auction_recommender_asked_seconds_count')).toEqual({
    '{outcome="answered"}': 2,
    '{outcome="failed"}': 1,
  });
});

test('the state of the breaker is the one that is 1', async () => {
  const states = () => samples('ready_auction_recommender_breaker');
  expect(await states()).toEqual({ '{state="closed"}': 1, '{state="open"}': 0, '{state="half_open"}': 0 });
  recommender.behave((response) => response.destroy());
  await expect
    .poll(async () => {
      await server.ask('GET', '/api/recommendations');
      return states();
    })
    .toEqual({ '{state="closed"}': 0, '{state="open"}': 1, '{state="half_open"}': 0 });
});

test('alert streams and notices are counted from the beginning', async () => {
  expect(await samples('ready_auction_alert_streams')).toEqual({ '': server.alerts.stats().streams });
  expect(await samples('ready_auction_alerts_written_total')).toEqual({
    '{kind="kept"}': 0,
    '{kind="passing"}': 0,
  });
  expect(await samples('ready_auction_notices_under_way')).toEqual({
    '{channel="email"}': 0,
    '{channel="push"}': 0,
  });
  expect(Object.keys(await samples('ready_auction_notices_total'))).toHaveLength(8);
  // Asked again, a total is no larger for it.
  Object.assign(server.alerts, { stats: () => ({ streams: 3, kept: 5, passing: 7, cutOff: 1, behind: 0 }) });
  for (let round = 0; round < 2; round++) {
    expect(await samples('ready_auction_alert_streams')).toEqual({ '': 3 });
    expect(await samples('ready_auction_alerts_written_total')).toEqual({
      '{kind="kept"}': 5,
      '{kind="passing"}': 7,
    });
    expect(await samples('ready_auction_alert_readers_cut_off_total')).toEqual({ '': 1 });
  }
});

test('the feed says how far it is and what waits, and says nothing while the database is away', async () => {
  await server.list(seller);
  await server.feed.flush();
  const [before] = Object.values(await samples('ready_auction_feed_position'));
  expect(before).toBeGreaterThan(0);
  await server.list(seller);
  await server.feed.flush();
  expect(await samples('ready_auction_feed_position')).toEqual({ '': Number(before) + 1 });
  expect(await samples('ready_auction_feed_waiting_batches')).toEqual({ '': 0 });

  await server.database.db.destroy();
  expect(await samples('ready_auction_feed_position')).toEqual({});
  expect(await samples('ready_auction_feed_waiting_batches')).toEqual({});
  expect(await samples('ready_auction_recommender_asked_seconds_count')).not.toEqual({});
});
