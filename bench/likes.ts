/** Likes per second, ours against an update of the count per like. `npx node bench/likes.ts` prints them; the catalogue's bench calls it. */
import { columns } from './columns.ts';
import { AUCTIONS, type LikesHouse, openLikesHouse } from './likes/crowd.ts';
import { type Measured, measureWindow } from './likes/measuring.ts';
import { WAYS, type Way } from './likes/ways.ts';
import { machine } from './machine.ts';
import { percentile } from './percentile.ts';

export type LikesRow = {
  readonly way: Way['name'];
  readonly auctions: number;
  readonly connections: number;
  /** Acknowledged. */
  readonly likes_per_s: number;
  /** The same likes by the time until the last was in the database: what can be kept up for ever. */
  readonly written_per_s: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  /** Both as multiples of `direct-update` on as many auctions. */
  readonly times_direct: number;
  readonly written_times_direct: number;
};

export type LikesResult = { readonly machine: string; readonly rows: readonly LikesRow[] };

type Cell = {
  readonly way: Way;
  readonly auctions: number;
  readonly connections: number;
  readonly windows: Measured[];
};

export type LikesOptions = {
  readonly seconds?: number;
  /** Told what is being done, in words. */
  readonly progress?: (doing: string) => void;
};

/** Each cell is measured in turns with all others, so that a machine that becomes slower is slower for all. */
const ROUNDS = 2;
const TRY = { warmUpMs: 300, measuredMs: 700 };
const WARM_UP_MS = 1_000;

/** Measures all ways on one hot auction and spread over many, on private servers with fsync on. Prints nothing. */
export async function measureLikes({
  seconds = 6,
  progress = () => {},
}: LikesOptions = {}): Promise<LikesResult> {
  progress('starting PostgreSQL and Redis; a crowd moves in');
  const house = await openLikesHouse();
  try {
    const cells: Cell[] = [];
    for (const auctions of [1, AUCTIONS]) {
      for (const way of WAYS) {
        progress(`choosing connections: ${way.name}, ${auctions} auctions`);
        cells.push({ way, auctions, connections: await bestOf(house, way, auctions), windows: [] });
      }
    }
    for (let round = 1; round <= ROUNDS; round++) {
      for (const cell of cells) {
        progress(`likes, round ${round} of ${ROUNDS}: ${cell.way.name}, ${cell.auctions} auctions`);
        const measuredMs = (seconds * 1_000) / ROUNDS;
        cell.windows.push(await measureWindow(house, { ...cell, warmUpMs: WARM_UP_MS, measuredMs }));
      }
    }
    const directOn = (auctions: number) =>
      cells.find((cell) => cell.way.name === 'direct-update' && cell.auctions === auctions)?.windows ?? [];
    return {
      machine: machine(house.postgresVersion),
      rows: cells.map((cell) => rowOf(cell, directOn(cell.auctions))),
    };
  } finally {
    await house.close();
  }
}

async function bestOf(house: LikesHouse, way: Way, auctions: number): Promise<number> {
  let best = { connections: way.connections[0] ?? 1, rate: -1 };
  for (const connections of way.connections.length > 1 ? way.connections : []) {
    const rate = acknowledged([await measureWindow(house, { way, connections, auctions, ...TRY })]);
    if (rate > best.rate) best = { connections, rate };
  }
  return best.connections;
}

const sum = (windows: readonly Measured[], of: (window: Measured) => number) =>
  windows.reduce((total, window) => total + of(window), 0);
const acknowledged = (windows: readonly Measured[]) =>
  sum(windows, ({ likes }) => likes) / sum(windows, (window) => window.acknowledgedSeconds);
const written = (windows: readonly Measured[]) =>
  sum(windows, ({ likes }) => likes) / sum(windows, (window) => window.writtenSeconds);

const rounded = (value: number, digits: number) => Number(value.toFixed(digits));

function rowOf({ way, auctions, connections, windows }: Cell, direct: readonly Measured[]): LikesRow {
  const latenciesMs = windows.flatMap((window) => window.latenciesMs);
  return {
    way: way.name,
    auctions,
    connections,
    likes_per_s: Math.round(acknowledged(windows)),
    written_per_s: Math.round(written(windows)),
    p50_ms: rounded(percentile(latenciesMs, 0.5), 2),
    p99_ms: rounded(percentile(latenciesMs, 0.99), 2),
    times_direct: rounded(acknowledged(windows) / acknowledged(direct), 1),
    written_times_direct: rounded(written(windows) / written(direct), 1),
  };
}

const HEAD = [
  'way',
  'auctions',
  'connections',
  'likes/s',
  'written/s',
  'p50 ms',
  'p99 ms',
  'times direct',
  'written',
];

if (import.meta.main) {
  const progress = (doing: string) => process.stderr.write(`${doing}\n`);
  const result = await measureLikes({ progress });
  const lines = result.rows.map((row) => Object.values(row).map(String));
  process.stdout.write(`\n${result.machine}\n\n${columns([HEAD, ...lines], 0).join('\n')}\n`);
}
