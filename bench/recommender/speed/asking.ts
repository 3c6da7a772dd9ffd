import { setTimeout as pause } from 'node:timers/promises';
import autocannon from 'autocannon';
import type { RecommendationAnswer, RecommendationRequest } from '../../../auction/recommendations.ts';

/** As many as an auction server has under way at a busy moment. */
export const CONNECTIONS = 20;

/** A request that takes longer is a fault of the bench, not a slow answer. */
const TIMEOUT_SECONDS = 60;

/** Questions each connection has ready; then it begins again. */
const READY_PER_CONNECTION = 500;

export type Asking = {
  readonly url: string;
  readonly secret: string;
  readonly questions: readonly RecommendationRequest[];
};

/** How many questions a second are asked in all; undefined: as many as are answered. */
export type Pace = { readonly perSecond: number | undefined; readonly warmUpMs: number };

export type Answered = { readonly latenciesMs: readonly number[]; readonly seconds: number };

/**
 * Twenty connections, each asking again as soon as it is answered, or not before its turn, until `until` resolves; the warm-up is not
 * counted. Throws at the first answer that is not a success.
 */
export async function askUntil(
  { url, secret, questions }: Asking,
  { perSecond, warmUpMs }: Pace,
  until: () => Promise<unknown>,
): Promise<Answered> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const latenciesMs: number[] = [];
  let counting = false;
  let connection = 0;
  const instance = autocannon(
    {
      url,
      connections: CONNECTIONS,
      pipelining: 1,
      timeout: TIMEOUT_SECONDS,
      // It ends when told, not by itself.
      duration: 3_600,
      sampleInt: 20,
      ...(perSecond !== undefined && { overallRate: perSecond }),
      setupClient: (client) => client.setRequests(requestsOf(questions, secret, connection++)),
    },
    (error) => (error ? reject(error) : resolve()),
  );
  const fail = (error: Error) => {
    reject(error);
    instance.stop();
  };
  instance.on('reqError', (error: Error) => fail(new Error('a request failed', { cause: error })));
  instance.on('response', (_client, statusCode, _bytes, tookMs) => {
    if (statusCode !== 200) fail(new Error(`a question was answered with ${statusCode}`));
    else if (counting) latenciesMs.push(tookMs);
  });
  await Promise.race([promise, pause(warmUpMs)]);
  counting = true;
  const startedAtMs = performance.now();
  await Promise.race([promise, until()]);
  counting = false;
  const seconds = (performance.now() - startedAtMs) / 1_000;
  instance.stop();
  await promise;
  return { latenciesMs, seconds };
}

/** Each connection begins elsewhere. */
function requestsOf(questions: readonly RecommendationRequest[], secret: string, connection: number) {
  const first = Math.floor((connection * questions.length) / CONNECTIONS);
  const length = Math.min(READY_PER_CONNECTION, questions.length);
  return Array.from({ length }, (_, index) => ({
    method: 'POST' as const,
    path: '/recommendations',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify(questions[(first + index) % questions.length]),
  }));
}

/** Of so many answers, the share with as many items as were asked for. */
export async function fullAnswers({ url, secret, questions }: Asking, sample: number): Promise<number> {
  let full = 0;
  for (const question of questions.slice(0, sample)) {
    const response = await fetch(`${url}/recommendations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
      body: JSON.stringify(question),
    });
    if (response.status !== 200) throw new Error(`a question was answered with ${response.status}`);
    const { items } = (await response.json()) as RecommendationAnswer;
    if (items.length === question.limit) full += 1;
  }
  return full / Math.min(sample, questions.length);
}
