import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Parts } from '../parts.ts';
import { alertMetrics } from './alert-metrics.ts';
import { feedMetrics } from './feed-metrics.ts';
import { noticeMetrics } from './notice-metrics.ts';
import type { NounMetrics } from './noun.ts';
import { recommenderMetrics } from './recommender-metrics.ts';

/** Whoever has something to count adds a file for it here. */
const NOUNS: readonly NounMetrics[] = [alertMetrics, feedMetrics, noticeMetrics, recommenderMetrics];

/** What this process counts, for Prometheus; `read` gives all of it as text. */
export function openMetrics(parts: Parts) {
  const registry = new Registry();
  // The process itself: memory, CPU, garbage collection, how late the event loop is.
  collectDefaultMetrics({ register: registry });
  const nouns = NOUNS.map((register) => register(registry, parts));
  return {
    contentType: registry.contentType,
    async read(): Promise<string> {
      await Promise.all(nouns.map(async (refresh) => refresh()));
      return registry.metrics();
    },
  };
}
