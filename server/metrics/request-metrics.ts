import { Counter, Histogram } from 'prom-client';
import type { TurnedAway } from '../../rooms/ports.ts';
import type { NounMetrics } from './noun.ts';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 30];

/** Each once, which the type sees to. */
const WHYS: Readonly<Record<TurnedAway, true>> = {
  socket_messages: true,
  user_messages: true,
  address_messages: true,
  user_sockets: true,
  address_sockets: true,
  sockets: true,
  slow_reader: true,
  silent_socket: true,
  no_seat: true,
  origin: true,
  user_requests: true,
  address_requests: true,
  connections: true,
};

/** Who asks, and who asks too much. */
export const requestMetrics: NounMetrics = (registry, { observer }) => {
  const registers = [registry];
  const requests = new Histogram({
    name: 'ready_auction_http_request_seconds',
    help: 'From the headers of a request to the end of its answer, without streams.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers,
  });
  const turnedAway = new Counter({
    name: 'ready_auction_turned_away_total',
    help: 'Who was refused or let go, by the bound that was met.',
    labelNames: ['why'],
    registers,
  });
  for (const why of Object.keys(WHYS)) turnedAway.inc({ why }, 0);
  observer.watch({
    requested: ({ method, route, statusCode, tookMs }) =>
      requests.observe({ method, route, status: `${Math.floor(statusCode / 100)}xx` }, tookMs / 1_000),
    turnedAway: (why) => turnedAway.inc({ why }),
  });
  return () => {};
};
