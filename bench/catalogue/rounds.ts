import { showProgress } from '../progress.ts';
import { hammer, type Target } from './hammer.ts';
import type { House } from './house.ts';
import { type QueryName, REFERENCES } from './queries.ts';
import { requestsTo } from './requests.ts';
import { Responses } from './responses.ts';
import { type Row, rowOf } from './result.ts';

/** Each query is measured in turns with all others, so that a machine that becomes slower is slower for all. */
const ROUNDS = 2;

/** A server that has just begun is slow; after that, a moment is enough to have everybody asking. */
const FIRST_WARM_UP_MS = 3_000;
const WARM_UP_MS = 400;

/** In a round; only what takes a second to answer needs longer than its time for so many. */
const LEAST_RESPONSES = 200;

export type QueryTarget = Target & { readonly query: QueryName };

/** The server to ask, and what. */
export async function targetOf(house: House, query: QueryName): Promise<QueryTarget> {
  const url = REFERENCES.some((each) => each === query) ? house.referenceUrl : house.url;
  return { query, url, paths: await requestsTo(url, query) };
}

export async function measureQueries(
  house: House,
  targets: readonly QueryTarget[],
  seconds: number,
): Promise<Row[]> {
  const measured = targets.map((target) => ({ target, responses: new Responses() }));
  const steps = targets.length * (1 + ROUNDS);
  for (const [index, target] of targets.entries()) {
    showProgress(index, steps, `warming up: ${target.query}`);
    const warmUpMs = Math.min(FIRST_WARM_UP_MS, seconds * 1_000) / targets.length;
    await hammer(target, { warmUpMs, measuredMs: 0, leastResponses: 1 }, new Responses());
    await house.database.quiet();
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, { target, responses }] of measured.entries()) {
      const doing = `round ${round + 1} of ${ROUNDS}: ${target.query}`;
      showProgress(targets.length * (1 + round) + index, steps, doing);
      const measuredMs = (seconds * 1_000) / ROUNDS;
      await hammer(target, { warmUpMs: WARM_UP_MS, measuredMs, leastResponses: LEAST_RESPONSES }, responses);
      await house.database.quiet();
    }
  }
  return measured.map(({ target, responses }) => rowOf(target.query, responses));
}
