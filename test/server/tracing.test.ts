import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { openLog } from '../../server/logs/log.ts';
import { Exporter } from '../../server/tracing/exporter.ts';
import { TRACING_LIMITS } from '../../server/tracing/limits.ts';
import { readTraceparent, type Span } from '../../server/tracing/span.ts';
import { METRICS_TOKEN, sample } from './samples.ts';
import { openServer, type Person, type ServerStage } from './server-stage.ts';
import { attribute, startTraceCollector, type TraceCollector } from './trace-collector.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';

let collector: TraceCollector;
let server: ServerStage;
let ada: Person;
let auctionId: string;

beforeAll(async () => {
  collector = await startTraceCollector();
  server = await openServer({
    METRICS_TOKEN,
    OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b, x-other=c=d',
    OTEL_SERVICE_NAME: 'house',
    OTEL_TRACES_SAMPLER_ARG: '0',
  });
  ada = await server.rich(100_000);
  auctionId = (await server.list(await server.signUp())).id;
});
afterAll(async () => {
  await server.close();
  await collector.stop();
});
afterEach(() => collector.behave('takes'));

let price = 100;
async function bid(traceparent?: string) {
  const bidId = randomUUID();
  const answer = await server.ask('POST', `/api/auctions/${auctionId}/bids`, {
    as: ada,
    body: { bidId, kind: price === 100 ? 'plain' : 'maximum', points: price++ },
    headers: { ...(traceparent !== undefined && { traceparent }) },
  });
  return { bidId, ...answer };
}

const named = (name: string, traceId?: string) =>
  collector.spans.filter((span) => span.name === name && (traceId === undefined || span.traceId === traceId));

test('a bid is one trace with its request, its wait and its outcome, beside the settlement that links to it', async () => {
  const { bidId, headers } = await bid(`00-${TRACE}-${CALLER}-01`);
  await expect.poll(() => named('POST /api/auctions/:id/bids', TRACE), { timeout: 5_000 }).toHaveLength(1);
  const [request] = named('POST /api/auctions/:id/bids', TRACE);
  const [one] = named('bid', TRACE);
  const [wait] = named('wait in the mailbox', TRACE);
  const settlement = named('settlement').find(({ links }) =>
    links.some(({ spanId }) => spanId === one?.spanId),
  );
  if (!request || !one || !wait || !settlement) throw new Error('a span is missing');

  expect(request).toMatchObject({ parentSpanId: CALLER, kind: 2 });
  expect(attribute(request, 'request.id')).toBe(headers['x-request-id']);
  expect(attribute(request, 'http.response.status_code')).toBe('200');
  expect(one.parentSpanId).toBe(request.spanId);
  expect(attribute(one, 'bid.id')).toBe(bidId);
  expect(attribute(one, 'bid.outcome')).toBe('accepted');
  expect(wait.parentSpanId).toBe(one.spanId);
  expect(settlement.traceId).not.toBe(TRACE);
  expect(one.links).toEqual([{ traceId: settlement.traceId, spanId: settlement.spanId }]);

  const times = [
    request.startTimeUnixNano,
    one.startTimeUnixNano,
    wait.endTimeUnixNano,
    settlement.endTimeUnixNano,
    one.endTimeUnixNano,
    request.endTimeUnixNano,
  ].map(BigInt);
  // Each within what it is part of, but for the rounding of clocks.
  for (const [index, time] of times.entries()) {
    if (index > 0) expect(time + 1_000_000n).toBeGreaterThanOrEqual(times[index - 1] ?? 0n);
  }
  expect(Math.abs(Number(times[0]) / 1e6 - Date.now())).toBeLessThan(60_000);

  expect([...collector.services]).toEqual(['house']);
  const [sent] = collector.requests;
  expect([sent?.url, sent?.headers['x-key'], sent?.headers['x-other']]).toEqual(['/v1/traces', 'a b', 'c=d']);
  // It counts what the collector took once that has said so.
  await expect.poll(() => sample(server, 'ready_auction_spans_sent_total')).toBe(collector.spans.length);
});

test('what nobody sampled is not sent, nor are questions of machines', async () => {
  const other = '11111111111111111111111111111111';
  await bid(`00-${other}-${CALLER}-00`);
  await bid();
  await server.ask('GET', '/health/live', { headers: { traceparent: `00-${other}-${CALLER}-01` } });
  const later = '22222222222222222222222222222222';
  await server.ask('GET', '/api/auctions', { headers: { traceparent: `00-${later}-${CALLER}-01` } });
  await expect.poll(() => named('GET /api/auctions', later), { timeout: 5_000 }).toHaveLength(1);
  expect(collector.spans.filter(({ traceId }) => traceId === other)).toEqual([]);
  expect(new Set(named('bid').map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
});

test.each(['refuses', 'hangs'] as const)(
  'a collector that %s costs spans and no bid',
  async (way) => {
    collector.behave(way);
    const dropped = (await sample(server, 'ready_auction_spans_dropped_total')) ?? 0;
    const asked = collector.requests.length;
    expect((await bid(`00-${TRACE}-${CALLER}-01`)).status).toBe(200);
    await expect.poll(() => collector.requests.length, { timeout: 5_000 }).toBeGreaterThan(asked);
    // It is being asked, or has refused: bids go on.
    expect((await bid(`00-${TRACE}-${CALLER}-01`)).status).toBe(200);
    await expect
      .poll(() => sample(server, 'ready_auction_spans_dropped_total'), { timeout: 9_000 })
      .toBeGreaterThan(dropped);
  },
  20_000,
);

const span: Span = {
  context: { traceId: TRACE, spanId: CALLER, isSampled: true },
  parentSpanId: undefined,
  name: 'one',
  kind: 1,
  beganMs: 0,
  endedMs: 1,
  attributes: {},
  links: [],
  hasFailed: false,
};
const log = openLog('silent', []);

test('spans that wait are bounded, all are accounted for, and the end is not waited for longer than it may', async () => {
  const dead = await startTraceCollector();
  dead.behave('hangs');
  const exporter = new Exporter({ endpoint: dead.url, headers: {}, serviceName: 'house' }, log);
  const many = TRACING_LIMITS.waiting + TRACING_LIMITS.batch + 100;
  for (let added = 0; added < many; added++) exporter.add(span);
  expect(exporter.stats()).toEqual({ sent: 0, dropped: 100 });
  await exporter.stop();
  expect(exporter.stats()).toEqual({ sent: 0, dropped: many });
  await dead.stop();
});

test('what is left is sent at the end', async () => {
  const late = await startTraceCollector();
  const exporter = new Exporter({ endpoint: late.url, headers: {}, serviceName: 'house' }, log);
  for (let added = 0; added < TRACING_LIMITS.batch + 1; added++) exporter.add(span);
  await exporter.stop();
  expect(late.spans).toHaveLength(TRACING_LIMITS.batch + 1);
  expect(exporter.stats()).toEqual({ sent: TRACING_LIMITS.batch + 1, dropped: 0 });
  await late.stop();
});

test.each([
  undefined,
  '',
  'nonsense',
  `ff-${TRACE}-${CALLER}-01`,
  `00-${'0'.repeat(32)}-${CALLER}-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
  `00-${TRACE.toUpperCase()}-${CALLER}-01`,
  `00-${TRACE}-${CALLER}-01-${'x'.repeat(300)}`,
])('the header %s begins no trace', (header) => {
  expect(readTraceparent(header)).toBeUndefined();
});

test('nothing is traced unless a collector is named, and nonsense is refused', () => {
  expect(readConfig({}).tracing).toBeUndefined();
  expect(readConfig({ OTEL_SERVICE_NAME: 'house' }).tracing).toBeUndefined();
  const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://collector:4318/';
  expect(readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT }).tracing).toEqual({
    endpoint: 'http://collector:4318',
    headers: {},
    serviceName: 'ready-auction',
    sampleRatio: 0.1,
  });
  for (const wrong of [
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://name:password@collector' },
    { OTEL_EXPORTER_OTLP_HEADERS: 'a=b' },
    { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS: 'nonsense' },
    { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS: 'a=%0A%' },
    { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS: 'a=b%0Ac' },
    { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER_ARG: '1.5' },
    { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER_ARG: 'many' },
    { OTEL_SERVICE_NAME: '"; drop' },
  ])
    expect(() => readConfig(wrong), JSON.stringify(wrong)).toThrow(/OTEL_/);
});
