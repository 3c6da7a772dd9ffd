import { Counter, Gauge, Histogram } from 'prom-client';
import { REFUSALS } from '../../auction/refusals.ts';
import type { NounMetrics } from './noun.ts';

/** A bid is told that nothing is known yet after 2 s. */
const ACK_SECONDS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];
const SETTLEMENT_SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2];
/** Up to a full batch. */
const LETTERS = [1, 2, 4, 8, 16, 32, 64, 128];

/** The life of bids in this process. */
export const bidMetrics: NounMetrics = (registry, { observer, house }) => {
  const registers = [registry];
  const bids = new Counter({
    name: 'ready_auction_bids_total',
    help: 'Bids answered at a desk, by outcome: accepted, or the code of the refusal.',
    labelNames: ['outcome'],
    registers,
  });
  for (const outcome of ['accepted', ...Object.keys(REFUSALS)]) bids.inc({ outcome }, 0);
  const acknowledged = new Histogram({
    name: 'ready_auction_bid_ack_seconds',
    help: 'From the arrival of a bid at its desk to its answer.',
    buckets: ACK_SECONDS,
    registers,
  });
  const settlements = new Histogram({
    name: 'ready_auction_settlement_seconds',
    help: 'How long a settlement transaction took, committed or not.',
    buckets: SETTLEMENT_SECONDS,
    registers,
  });
  const letters = new Histogram({
    name: 'ready_auction_settlement_letters',
    help: 'Bids, closings and cancellations of one settlement.',
    buckets: LETTERS,
    registers,
  });
  const failed = new Counter({
    name: 'ready_auction_settlements_failed_total',
    help: 'Settlements whose commit is in doubt.',
    registers,
  });
  const waiting = new Gauge({
    name: 'ready_auction_mailbox_letters',
    help: 'Letters that wait to be settled.',
    registers,
  });
  observer.watch({
    answered: ({ outcome, tookMs }) => {
      bids.inc({ outcome });
      acknowledged.observe(tookMs / 1_000);
    },
    settled: (batch) => {
      settlements.observe(batch.tookMs / 1_000);
      letters.observe(batch.letters);
      if (!batch.committed) failed.inc();
    },
  });
  return () => waiting.set(house.stats().waitingLetters);
};
