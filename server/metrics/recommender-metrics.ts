import { Counter, Gauge, Histogram } from 'prom-client';
import type { BreakerState } from '../recommendations/breaker.ts';
import type { NounMetrics } from './noun.ts';

const STATES: readonly BreakerState[] = ['closed', 'open', 'half_open'];

/** Around the default timeout of 150 ms. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.25, 0.5, 1];

export const recommenderMetrics: NounMetrics = (registry, { recommendations }) => {
  const registers = [registry];
  const breaker = new Gauge({
    name: 'ready_auction_recommender_breaker',
    help: '1 for the state the breaker is in: closed, open (the recommender is left alone), half_open.',
    labelNames: ['state'],
    registers,
  });
  const asked = new Histogram({
    name: 'ready_auction_recommender_asked_seconds',
    help: 'How long asking took, by outcome: answered, timeout, failed; skipped and crowded did not ask.',
    labelNames: ['outcome'],
    buckets: SECONDS,
    registers,
  });
  const served = new Counter({
    name: 'ready_auction_recommendations_served_total',
    help: 'Lists shown to people, by source: recommender, or the fallbacks popular and none.',
    labelNames: ['source'],
    registers,
  });
  for (const source of ['recommender', 'popular', 'none']) served.inc({ source }, 0);
  recommendations.watch({
    asked: ({ outcome, tookMs }) => asked.observe({ outcome }, tookMs / 1_000),
    served: (source) => served.inc({ source }),
  });
  return () => {
    for (const state of STATES) breaker.set({ state }, state === recommendations.breakerState() ? 1 : 0);
  };
};
