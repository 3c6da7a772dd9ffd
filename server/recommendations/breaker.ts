import CircuitBreaker from 'opossum';
import type { RecommendationAnswer, RecommendationRequest } from '../../auction/recommendations.ts';
import type { Log } from '../logs/log.ts';
import { RECOMMENDATION_LIMITS } from './limits.ts';
import type { Recommender } from './recommender.ts';

/** `open`: it is left alone; `half_open`: the next request tries it again. */
export type BreakerState = 'closed' | 'open' | 'half_open';

/** How asking ended; `skipped` and `crowded` without asking: it is left alone, or enough wait for it already. */
export type AskedOutcome = 'answered' | 'timeout' | 'failed' | 'skipped' | 'crowded';

export type Asked = { readonly outcome: AskedOutcome; readonly tookMs: number };

/**
 * Stands between people and the recommender: nobody waits longer than the timeout, and when it is not well nobody waits at all.
 *
 * Two rules open it. opossum's share of failures notices one that works now and then; but under load its window is full of successes for
 * seconds, so failures in a row open it, too. How many wait is counted here and not by opossum's `capacity`, which takes a crowd that
 * comes at once for a failure, and a place for free while the aborted request still holds its socket.
 */
export function openBreaker(
  recommender: Recommender,
  options: {
    readonly timeoutMs: number;
    /** How long it is not asked once it is left alone; more than the timeout. */
    readonly leftAloneMs: number;
    readonly log: Log;
    readonly onAsked: (asked: Asked) => void;
  },
) {
  const { log, timeoutMs, leftAloneMs, onAsked } = options;
  let asking = 0;
  let failuresInARow = 0;

  const counted = async (request: RecommendationRequest) => {
    asking += 1;
    try {
      return await recommender(request);
    } finally {
      asking -= 1;
    }
  };
  const circuit = new CircuitBreaker(counted, {
    name: 'recommender',
    timeout: timeoutMs,
    errorThresholdPercentage: RECOMMENDATION_LIMITS.failedPercent,
    volumeThreshold: RECOMMENDATION_LIMITS.failedOfAtLeast,
    rollingCountTimeout: RECOMMENDATION_LIMITS.latelyMs,
    resetTimeout: leftAloneMs,
    rollingPercentilesEnabled: false,
    enableSnapshots: false,
  });
  let isWell = true;
  let problem: Error | undefined;
  circuit.on('failure', (error) => {
    problem = error;
  });
  // Said once, and not again each time that trying it fails.
  circuit.on('open', () => {
    if (isWell) log.warn({ err: problem }, 'the recommender is not well: people get what is popular');
    isWell = false;
  });
  const failed = () => {
    failuresInARow += 1;
    if (failuresInARow >= RECOMMENDATION_LIMITS.failuresInARow) circuit.open();
  };
  const succeeded = () => {
    failuresInARow = 0;
    // A late answer does not make it well.
    if (isWell || !circuit.closed) return;
    isWell = true;
    log.warn('the recommender is well again');
  };

  const ended = (outcome: AskedOutcome, sinceMs: number) =>
    onAsked({ outcome, tookMs: performance.now() - sinceMs });

  return {
    /** Undefined when there is no answer in time. Never rejects. */
    async ask(request: RecommendationRequest): Promise<RecommendationAnswer | undefined> {
      const sinceMs = performance.now();
      if (!circuit.opened && asking >= RECOMMENDATION_LIMITS.askingAtOnce) {
        ended('crowded', sinceMs);
        return undefined;
      }
      try {
        const answer = await circuit.fire(request);
        ended('answered', sinceMs);
        return answer;
      } catch (error) {
        const outcome = outcomeOf(error);
        if (outcome !== 'skipped') failed();
        log.debug({ err: error }, 'the recommender did not answer');
        ended(outcome, sinceMs);
        return undefined;
      }
    },

    /** Said of every answer: one in which nothing was of use is a failure, too, which opossum cannot know. */
    judge(isUseful: boolean): void {
      if (isUseful) {
        succeeded();
      } else {
        problem = new Error('it named nothing that can be bid on');
        failed();
      }
    },

    state(): BreakerState {
      if (circuit.opened) return 'open';
      return circuit.halfOpen ? 'half_open' : 'closed';
    },

    stop: () => circuit.shutdown(),
  };
}

/** opossum's own errors have codes; an aborted request has a name. */
function outcomeOf(error: unknown): AskedOutcome {
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  if (code === 'EOPENBREAKER' || code === 'ESHUTDOWN') return 'skipped';
  return code === 'ETIMEDOUT' || name === 'TimeoutError' ? 'timeout' : 'failed';
}
