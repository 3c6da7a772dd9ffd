import { Counter, Gauge } from 'prom-client';
import type { NounMetrics } from './noun.ts';

/** Alert streams of this node. */
export const alertMetrics: NounMetrics = (registry, { alerts }) => {
  const registers = [registry];
  const streams = new Gauge({
    name: 'ready_auction_alert_streams',
    help: 'Open streams of alerts.',
    registers,
  });
  const behind = new Gauge({
    name: 'ready_auction_alert_events_behind',
    help: 'Events of the feed that are not handed out to the streams yet.',
    registers,
  });
  const written = new Counter({
    name: 'ready_auction_alerts_written_total',
    help: 'Alerts written to streams, by whether they are kept or passing.',
    labelNames: ['kind'],
    registers,
  });
  const cutOff = new Counter({
    name: 'ready_auction_alert_readers_cut_off_total',
    help: 'Streams ended because their reader was too slow.',
    registers,
  });
  return () => {
    const counted = alerts.stats();
    streams.set(counted.streams);
    behind.set(counted.behind);
    // Counted by the streams themselves, from the start of the process as counters are.
    written.reset();
    written.inc({ kind: 'kept' }, counted.kept);
    written.inc({ kind: 'passing' }, counted.passing);
    cutOff.reset();
    cutOff.inc(counted.cutOff);
  };
};
