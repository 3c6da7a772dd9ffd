import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { RecommendationRequest } from '../../../auction/recommendations.ts';
import { askAtPace, askWithoutPause, CONNECTIONS } from '../../../bench/recommender/speed/asking.ts';

const QUESTION: RecommendationRequest = { userId: null, age: 30, gender: 'female', limit: 10 };

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function answering(status: (answers: number) => number) {
  const seen = { answers: 0, open: 0, mostOpen: 0 };
  const server = createServer((request, response) => {
    seen.open += 1;
    seen.mostOpen = Math.max(seen.mostOpen, seen.open);
    request.resume().on('end', () => {
      seen.answers += 1;
      seen.open -= 1;
      response.writeHead(status(seen.answers)).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { seen, asking: { url, secret: 'secret', questions: [QUESTION] } };
}

test('every answer after the warm-up is counted, over no more connections than were said', async () => {
  const { seen, asking } = await answering(() => 200);
  const until = () => expect.poll(() => seen.answers).toBeGreaterThan(500);
  const { latenciesMs } = await askWithoutPause(asking, { warmUpMs: 0, until });
  expect(latenciesMs.length).toBeGreaterThan(400);
  expect(latenciesMs.length).toBeLessThanOrEqual(seen.answers);
  expect(seen.mostOpen).toBeLessThanOrEqual(CONNECTIONS);
});

test('at a pace no more is asked than was said', async () => {
  const { seen, asking } = await answering(() => 200);
  const until = () => expect.poll(() => seen.answers).toBeGreaterThan(50);
  const { latenciesMs, seconds } = await askAtPace(asking, 500, { warmUpMs: 0, until });
  expect(latenciesMs.length).toBeGreaterThan(20);
  // By chance some more, but not by the hundred.
  expect(latenciesMs.length).toBeLessThan(500 * seconds + 100);
});

test.each([
  ['without a pause', askWithoutPause],
  [
    'at a pace',
    (asking: Parameters<typeof askAtPace>[0], window: Parameters<typeof askAtPace>[2]) =>
      askAtPace(asking, 500, window),
  ],
])('an answer that is no success ends it, asked %s', async (_, ask) => {
  const { asking } = await answering((answers) => (answers === 30 ? 503 : 200));
  const never = () => new Promise<void>(() => {});
  await expect(ask(asking, { warmUpMs: 0, until: never })).rejects.toThrow('answered with 503');
});
