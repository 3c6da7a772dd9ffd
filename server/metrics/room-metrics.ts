import { Counter, Gauge, Histogram } from 'prom-client';
import type { NounMetrics } from './noun.ts';

/** Two seconds is the promise; after an outage it may be minutes. */
const LATE_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300];

/** The rooms of this process, and how auctions leave it. */
export const roomMetrics: NounMetrics = (registry, { observer, house }) => {
  const registers = [registry];
  const rooms = new Gauge({ name: 'ready_auction_rooms', help: 'Open rooms.', registers });
  const clients = new Gauge({
    name: 'ready_auction_room_clients',
    help: 'Sockets in open rooms.',
    registers,
  });
  const draining = new Gauge({
    name: 'ready_auction_draining',
    help: '1 while this process leaves.',
    registers,
  });
  const lost = new Counter({
    name: 'ready_auction_epochs_lost_total',
    help: 'Auctions served here that have another owner now.',
    registers,
  });
  const closed = new Counter({
    name: 'ready_auction_auctions_closed_total',
    help: 'Auctions closed by this process.',
    registers,
  });
  const late = new Histogram({
    name: 'ready_auction_auction_close_late_seconds',
    help: 'How long after its end an auction was closed; 0 where it was bought at once.',
    buckets: LATE_SECONDS,
    registers,
  });
  observer.watch({
    epochLost: () => lost.inc(),
    closed: (_auctionId, lateMs) => {
      closed.inc();
      late.observe(lateMs / 1_000);
    },
  });
  return () => {
    const stats = house.stats();
    rooms.set(stats.rooms);
    clients.set(stats.clients);
    draining.set(house.isLeaving() ? 1 : 0);
  };
};
