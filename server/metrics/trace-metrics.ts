import { Counter } from 'prom-client';
import type { NounMetrics } from './noun.ts';

/** What became of spans. */
export const traceMetrics: NounMetrics = (registry, { tracer }) => {
  const registers = [registry];
  const sent = new Counter({
    name: 'ready_auction_spans_sent_total',
    help: 'Spans that the collector took.',
    registers,
  });
  const dropped = new Counter({
    name: 'ready_auction_spans_dropped_total',
    help: 'Spans lost because the collector did not take them, or too many waited.',
    registers,
  });
  return () => {
    const stats = tracer.stats();
    sent.reset();
    sent.inc(stats.sent);
    dropped.reset();
    dropped.inc(stats.dropped);
  };
};
