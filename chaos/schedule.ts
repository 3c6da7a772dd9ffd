import { type Random, randomFrom } from './random.ts';

/** Everything that is done to the house, and what it stands for. */
export const FAULTS = {
  kill: 'SIGKILL of a node, started again later',
  kill_in_commit: 'SIGKILL of a node whose commits are on their way to PostgreSQL, and never arrive',
  zombie: 'SIGSTOP of a node past the life of its ownership, then SIGCONT',
  zombie_in_commit: 'the same while its commits are on their way, which arrive when it wakes up',
  terminate: 'SIGTERM of a node, started again at once',
  skew: 'SIGTERM of a node, started again with its clock five minutes off',
  postgres_stop: 'PostgreSQL stopped at once (immediate), started again later',
  redis_kill: 'Redis killed, started again later, empty',
  redis_flush: 'FLUSHALL',
  cut_at_commit: 'connections to PostgreSQL cut between commits and their answers',
  cut_before_outcome: 'what a node tells its clients is swallowed for a while, then they are cut',
  cut_clients: 'all connections of clients to a node cut',
  cut_database: 'all connections of a node to PostgreSQL cut',
  cut_redis: 'all connections of a node to Redis cut',
  hole_database: 'a black hole between a node and PostgreSQL',
  hole_answers: 'a black hole for what PostgreSQL answers a node, but not for what it is asked',
  hole_redis: 'a black hole between a node and Redis',
  hole_clients: 'a black hole between a node and its clients',
  island: 'black holes between a node and both PostgreSQL and Redis; clients still reach it',
  slow_database: 'everything between a node and PostgreSQL arrives late',
} as const satisfies Record<string, string>;

export type FaultKind = keyof typeof FAULTS;

export const FAULT_KINDS = Object.keys(FAULTS) as [FaultKind, ...FaultKind[]];

export type Fault = {
  /** 1, 2, 3 … */
  readonly number: number;
  readonly kind: FaultKind;
  /** Whom it hits when it comes: 0 is the node that serves the most auctions then; null where it hits what all nodes share. */
  readonly rank: number | null;
  /** How long it lasts. */
  readonly holdMs: number;
  /** Begins without waiting for the house to recover from the fault before it. */
  readonly onItsHeels: boolean;
  /** Before it begins. */
  readonly pauseMs: number;
  readonly skewMs: number;
  readonly delayMs: number;
};

/** How long each kind lasts, least and most. Beacons go out after a second, so a zombie has to sleep longer than that. */
const HOLD_MS: { readonly [K in FaultKind]: readonly [least: number, most: number] } = {
  kill: [100, 1_500],
  kill_in_commit: [300, 800],
  zombie: [1_500, 6_000],
  zombie_in_commit: [1_500, 6_000],
  terminate: [0, 0],
  skew: [0, 0],
  postgres_stop: [50, 1_500],
  redis_kill: [50, 2_000],
  redis_flush: [0, 0],
  cut_at_commit: [500, 1_000],
  cut_before_outcome: [200, 800],
  cut_clients: [0, 0],
  cut_database: [0, 0],
  cut_redis: [0, 0],
  hole_database: [800, 3_000],
  hole_answers: [800, 3_000],
  hole_redis: [800, 3_000],
  hole_clients: [800, 3_000],
  island: [1_200, 3_000],
  slow_database: [500, 2_000],
};

const SHARED: ReadonlySet<FaultKind> = new Set(['postgres_stop', 'redis_kill', 'redis_flush']);
const SKEW_MS = 300_000;

export type ScheduleOptions = {
  readonly seed: number;
  readonly faults: number;
  readonly nodes: number;
  readonly kinds: readonly FaultKind[];
};

/** Dealt from decks in which every kind lies once, so that each comes as often as the others. */
export function scheduleOf({ seed, faults, nodes, kinds }: ScheduleOptions): Fault[] {
  const random = randomFrom(seed);
  const dealt: FaultKind[] = [];
  while (dealt.length < faults) dealt.push(...random.shuffled(kinds));
  return dealt.slice(0, faults).map((kind, index) => faultOf(kind, index + 1, nodes, random));
}

function faultOf(kind: FaultKind, number: number, nodes: number, random: Random): Fault {
  // Mostly where it hurts.
  const rank = random.happens(0.6) ? 0 : random.between(0, nodes - 1);
  return {
    number,
    kind,
    rank: SHARED.has(kind) ? null : rank,
    holdMs: random.between(...HOLD_MS[kind]),
    onItsHeels: random.happens(0.15),
    pauseMs: random.between(100, 600),
    skewMs: random.pick([-SKEW_MS, SKEW_MS]),
    delayMs: random.between(30, 200),
  };
}

const RANKS = ['the busiest node', 'the second busiest node', 'the third busiest node'];

/** One line for people. */
export function describe({ kind, rank, holdMs, onItsHeels, skewMs, delayMs }: Fault): string {
  const where = rank === null ? '' : ` ${RANKS[rank] ?? `node of rank ${rank + 1}`}`;
  const how = kind === 'skew' ? ` ${skewMs / 60_000} min` : kind === 'slow_database' ? ` ${delayMs} ms` : '';
  const long = holdMs === 0 ? '' : ` for ${holdMs} ms`;
  return `${kind}${where}${how}${long}${onItsHeels ? ' (on its heels)' : ''}`;
}
