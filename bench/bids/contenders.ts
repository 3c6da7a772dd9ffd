import type { Bidding, MethodName, Stage } from './bidding.ts';
import { optimistic } from './methods/optimistic.ts';
import { redisLock } from './methods/redis-lock.ts';
import type { Waiting } from './methods/redis-waiting.ts';
import { rowLock } from './methods/row-lock.ts';
import { settler } from './methods/settler.ts';
import { websocket } from './methods/websocket.ts';

export type Contender = {
  readonly method: MethodName;
  readonly open: (stage: Stage) => Promise<Bidding>;
  /** Bids that each bidder has waiting at any time. */
  readonly outstanding: number;
  /** Numbers of connections to try; the best is measured. */
  readonly connections: readonly number[];
  readonly warmUpMs: number;
};

/** The alternatives need connections to be at their best; how many differs. */
const TRIED = [4, 10, 20, 50];

/** In the order in which they are shown. */
export const contenders = (lock: Waiting): readonly Contender[] => [
  { method: 'settler', open: settler, outstanding: 4, connections: [4], warmUpMs: 700 },
  {
    method: 'redis-lock',
    open: (stage) => redisLock(stage, lock),
    outstanding: 4,
    connections: TRIED,
    warmUpMs: 700,
  },
  { method: 'row-lock', open: rowLock, outstanding: 4, connections: TRIED, warmUpMs: 700 },
  { method: 'optimistic', open: optimistic, outstanding: 4, connections: TRIED, warmUpMs: 700 },
  // A server just started needs longer to become fast.
  { method: 'websocket', open: websocket, outstanding: 1, connections: [8], warmUpMs: 2_000 },
  { method: 'websocket', open: websocket, outstanding: 4, connections: [8], warmUpMs: 2_000 },
];
