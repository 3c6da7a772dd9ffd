import { Gauge } from 'prom-client';
import { feedStanding } from '../../persistence/feed/standing.ts';
import { within } from '../leaving/within.ts';
import { HTTP_LIMITS } from '../limits.ts';
import type { NounMetrics } from './noun.ts';

/** Of all nodes together, as the database has it; missing while that does not answer. */
export const feedMetrics: NounMetrics = (registry, { database, log }) => {
  const registers = [registry];
  const head = new Gauge({
    name: 'ready_auction_feed_position',
    help: 'The last position given to an event of the feed.',
    registers,
  });
  const waiting = new Gauge({
    name: 'ready_auction_feed_waiting_batches',
    help: 'Committed batches of events that have no position yet.',
    registers,
  });
  return async () => {
    const standing = await within(feedStanding(database.db), HTTP_LIMITS.readyWithinMs).catch(
      (err: unknown) => {
        log.warn({ err }, 'the feed could not be counted');
        return undefined;
      },
    );
    if (standing === undefined) {
      head.remove();
      waiting.remove();
    } else {
      head.set(standing.head);
      waiting.set(standing.waitingBatches);
    }
  };
};
