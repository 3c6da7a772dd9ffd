import { collectDefaultMetrics, Registry } from 'prom-client';
import { within } from '../leaving/within.ts';
import { HTTP_LIMITS } from '../limits.ts';
import type { Parts } from '../parts.ts';
import { alertMetrics } from './alert-metrics.ts';
import { bidMetrics } from './bid-metrics.ts';
import { dependencyMetrics } from './dependency-metrics.ts';
import { feedMetrics } from './feed-metrics.ts';
import { noticeMetrics } from './notice-metrics.ts';
import type { NounMetrics } from './noun.ts';
import { recommenderMetrics } from './recommender-metrics.ts';
import { requestMetrics } from './request-metrics.ts';
import { roomMetrics } from './room-metrics.ts';
import { traceMetrics } from './trace-metrics.ts';

/** Whoever has something to count adds a file for it here; `docs/metrics.md` says what each metric means. */
const NOUNS: readonly NounMetrics[] = [
  bidMetrics,
  roomMetrics,
  requestMetrics,
  dependencyMetrics,
  alertMetrics,
  feedMetrics,
  noticeMetrics,
  recommenderMetrics,
  traceMetrics,
];

/** What this process counts, for Prometheus; `read` gives all of it as text. */
export function openMetrics(parts: Parts) {
  const registry = new Registry();
  // The process itself: memory, CPU, garbage collection, how late the event loop is.
  collectDefaultMetrics({ register: registry });
  const nouns = NOUNS.map((register) => register(registry, parts));
  // Whoever looks wants to see most of all when something is broken.
  const refreshed = async (refresh: () => Promise<void> | void) => {
    try {
      await within(Promise.resolve(refresh()), HTTP_LIMITS.countedWithinMs);
    } catch (err) {
      parts.log.warn({ err }, 'something could not be counted');
    }
  };
  return {
    contentType: registry.contentType,
    async read(): Promise<string> {
      await Promise.all(nouns.map(refreshed));
      return registry.metrics();
    },
  };
}
