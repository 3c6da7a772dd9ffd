import type { Observer } from '../rooms/ports.ts';
import type { Log } from './logs/log.ts';

/** A request that was answered. What it asked for is told by the pattern of its route: there are few of those, and they hold no secrets. */
type AnsweredRequest = {
  readonly method: string;
  /** `unknown` where no route fits. */
  readonly route: string;
  readonly statusCode: number;
  readonly tookMs: number;
};

/** Whoever watches: metrics, the log, traces. */
type Watching = Partial<Observer> & { requested?(request: AnsweredRequest): void };

/** Tells all who watch, in the turn in which it happened. */
export type Observers = Required<Watching> & { watch(another: Watching): void };

/** Nobody watches at first. Who stumbles over what it sees is logged, and keeps it from nobody else. */
export function openObservers(log: Log): Observers {
  const watching: Watching[] = [];
  const tell = (call: (one: Watching) => void) => {
    for (const one of watching) {
      try {
        call(one);
      } catch (err) {
        log.error({ err }, 'whoever watches the rooms failed');
      }
    }
  };
  return {
    watch: (another) => void watching.push(another),
    arrived: (bid) => tell((one) => one.arrived?.(bid)),
    answered: (bid) => tell((one) => one.answered?.(bid)),
    settled: (batch) => tell((one) => one.settled?.(batch)),
    closed: (auctionId, lateMs) => tell((one) => one.closed?.(auctionId, lateMs)),
    epochLost: (auctionId) => tell((one) => one.epochLost?.(auctionId)),
    turnedAway: (why) => tell((one) => one.turnedAway?.(why)),
    requested: (request) => tell((one) => one.requested?.(request)),
  };
}
