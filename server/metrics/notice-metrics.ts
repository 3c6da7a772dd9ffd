import { Counter, Gauge } from 'prom-client';
import type { NounMetrics } from './noun.ts';

const CHANNELS = ['email', 'push'] as const;
const OUTCOMES = ['sent', 'failed', 'givenUp', 'dropped'] as const;

/** Of this process: other nodes send, too. */
export const noticeMetrics: NounMetrics = (registry, { notices }) => {
  const registers = [registry];
  const handled = new Counter({
    name: 'ready_auction_notices_total',
    help: 'Notices by outcome: sent, failed (attempts), given_up, dropped (not true or not asked for any more).',
    labelNames: ['channel', 'outcome'],
    registers,
  });
  const underWay = new Gauge({
    name: 'ready_auction_notices_under_way',
    help: 'Notices being sent just now.',
    labelNames: ['channel'],
    registers,
  });
  return () => {
    const stats = notices.stats();
    handled.reset();
    for (const channel of CHANNELS) {
      for (const outcome of OUTCOMES)
        handled.inc(
          { channel, outcome: outcome === 'givenUp' ? 'given_up' : outcome },
          stats[channel][outcome],
        );
      underWay.set({ channel }, stats[channel].underWay);
    }
  };
};
