import { Gauge } from 'prom-client';
import { isReachable } from '../../persistence/reachable.ts';
import { HTTP_LIMITS } from '../limits.ts';
import type { NounMetrics } from './noun.ts';

/** What this process cannot do without, asked as `/health/ready` asks it. */
export const dependencyMetrics: NounMetrics = (registry, { database, house }) => {
  const registers = [registry];
  const databaseReachable = new Gauge({
    name: 'ready_auction_database_reachable',
    help: '1 if the database answers within a second.',
    registers,
  });
  const redisReachable = new Gauge({
    name: 'ready_auction_redis_reachable',
    help: '1 if other nodes can see this one, or there is no Redis.',
    registers,
  });
  const connections = new Gauge({
    name: 'ready_auction_database_pool_connections',
    help: 'Connections to the database, by what they are for and whether they are in use.',
    labelNames: ['pool', 'state'],
    registers,
  });
  const waiting = new Gauge({
    name: 'ready_auction_database_pool_waiting',
    help: 'Who waits for a connection, by what it is for.',
    labelNames: ['pool'],
    registers,
  });
  return async () => {
    redisReachable.set(house.isSeen() ? 1 : 0);
    for (const [pool, stats] of Object.entries(database.pools())) {
      connections.set({ pool, state: 'busy' }, stats.busy);
      connections.set({ pool, state: 'idle' }, stats.idle);
      waiting.set({ pool }, stats.waiting);
    }
    databaseReachable.set((await isReachable(database.db, HTTP_LIMITS.readyWithinMs)) ? 1 : 0);
  };
};
