import autocannon from 'autocannon';
import type { Responses } from './responses.ts';

/** As many people at once as the reference system was tested with. */
export const CONNECTIONS = 100;

/** A request that takes longer is a fault of the bench, not a slow answer. */
const TIMEOUT_SECONDS = 60;

/** How often autocannon looks whether it shall stop. */
const LOOKING_EVERY_MS = 20;

/** Requests each connection has ready; then it begins again. */
const READY_PER_CONNECTION = 250;

export type Target = { readonly url: string; readonly paths: readonly string[] };

export type Window = {
  readonly warmUpMs: number;
  readonly measuredMs: number;
  /** Where answers take seconds the window is longer, until there are so many: a rate of three answers is none. */
  readonly leastResponses: number;
};

/**
 * A hundred connections, each asking again as soon as it is answered: first unmeasured until each was answered once, then counting.
 * Throws at the first answer that is not a success. Latencies are taken response by response: autocannon's own histogram knows whole
 * milliseconds only, and those of several rounds cannot be added.
 */
export async function hammer(target: Target, window: Window, responses: Responses): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let phase: 'warming' | 'counting' | 'over' = 'warming';
  const warm = new Set<autocannon.Client>();
  let answered = 0;
  let sinceMs = performance.now();

  let connection = 0;
  const instance = autocannon(
    {
      url: target.url,
      connections: CONNECTIONS,
      pipelining: 1,
      timeout: TIMEOUT_SECONDS,
      // It ends when told, not by itself.
      duration: 3_600,
      sampleInt: LOOKING_EVERY_MS,
      setupClient: (client) => client.setRequests(requestsOf(target.paths, connection++)),
    },
    (error) => (error ? reject(error) : resolve()),
  );
  const stop = (failure?: Error) => {
    phase = 'over';
    if (failure !== undefined) reject(failure);
    instance.stop();
  };

  instance.on('reqError', (error: Error) => stop(new Error('a request failed', { cause: error })));
  instance.on('response', (client, statusCode, _bytes, tookMs) => {
    if (phase === 'over') return;
    if (statusCode < 200 || statusCode > 299) {
      stop(new Error(`a request like ${target.paths[0]} was answered with ${statusCode}`));
      return;
    }
    const nowMs = performance.now();
    if (phase === 'warming') {
      warm.add(client);
      if (nowMs - sinceMs < window.warmUpMs || warm.size < CONNECTIONS) return;
      phase = 'counting';
      sinceMs = nowMs;
      return;
    }
    answered += 1;
    responses.latenciesMs.push(tookMs);
    if (nowMs - sinceMs < window.measuredMs || answered < window.leastResponses) return;
    responses.seconds += (nowMs - sinceMs) / 1_000;
    stop();
  });
  await promise;
}

/** Each connection begins elsewhere. Its own objects: autocannon keeps what it sends in them. */
function requestsOf(paths: readonly string[], connection: number): { path: string }[] {
  const first = Math.floor((connection * paths.length) / CONNECTIONS);
  const length = Math.min(READY_PER_CONNECTION, paths.length);
  return Array.from({ length }, (_, index) => ({ path: paths[(first + index) % paths.length] ?? '/' }));
}
