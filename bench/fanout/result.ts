import { percentile } from '../percentile.ts';
import type { Window } from './measuring.ts';

export type Way = 'ours' | 'ours, nobody watching' | 'raw sockets' | 'raw streams';

export type Row = {
  readonly way: Way;
  readonly watchers: number;
  readonly changes: number;
  /** Of the server; null where the system does not tell. */
  readonly cpu_ms_per_change: number | null;
  /** The same without what a change costs that nobody watches: deciding, committing and answering a bid. */
  readonly fanout_cpu_ms_per_change: number | null;
  /** Of the latter, to that of raw sockets. */
  readonly cpu_ratio: number | null;
  readonly cpu_us_per_frame: number | null;
  /** From asking for a change until the last watcher has it: ours includes the commit. */
  readonly last_p50_ms: number | null;
  readonly last_p99_ms: number | null;
  /** From the first watcher to the last. */
  readonly spread_p50_ms: number | null;
  readonly spread_p99_ms: number | null;
  readonly missing: number;
  readonly lost: number;
};

export type Result = {
  readonly machine: string;
  readonly date: string;
  readonly watchers: number;
  readonly changes_per_s: number;
  /** Of a patch, without its frame. */
  readonly bytes: number;
  readonly rows: readonly Row[];
};

export type Cell = { readonly way: Way; readonly watchers: number; readonly windows: readonly Window[] };

export function rowsOf(cells: readonly Cell[]): Row[] {
  const costOf = (way: Way) => costMs(cells.find((cell) => cell.way === way));
  const alone = costOf('ours, nobody watching');
  const raw = costOf('raw sockets');
  return cells.map((cell) => rowOf(cell, cell.way === 'ours' ? alone : 0, raw));
}

/** Processor time of a change. */
function costMs(cell: Cell | undefined): number | null {
  if (cell === undefined || cell.windows.some((each) => each.processorSeconds === undefined)) return null;
  const seconds = cell.windows.reduce((sum, each) => sum + (each.processorSeconds ?? 0), 0);
  return (seconds * 1_000) / changesOf(cell);
}

const changesOf = ({ windows }: Cell) => windows.reduce((sum, { askedMs }) => sum + askedMs.length, 0);

function rowOf(cell: Cell, alone: number | null, raw: number | null): Row {
  const { way, watchers, windows } = cell;
  const cost = costMs(cell);
  const fanout = cost === null || alone === null || watchers === 0 ? null : cost - alone;
  const places = windows.flatMap(({ askedMs, report }) =>
    report.places.map((place) => ({ ...place, askedMs })),
  );
  const since = (from: (place: (typeof places)[number]) => readonly number[]) =>
    places.flatMap((place) =>
      place.lastMs.map((lastMs, index) => lastMs - (from(place)[index] ?? Number.NaN)),
    );
  const lastMs = since(({ askedMs }) => askedMs);
  const spreadMs = since(({ firstMs }) => firstMs);
  return {
    way,
    watchers,
    changes: changesOf(cell),
    cpu_ms_per_change: rounded(cost),
    fanout_cpu_ms_per_change: rounded(fanout),
    cpu_ratio: rounded(fanout === null || raw === null ? null : fanout / raw),
    cpu_us_per_frame: rounded(fanout === null ? null : (fanout * 1_000) / watchers),
    last_p50_ms: share(lastMs, 0.5),
    last_p99_ms: share(lastMs, 0.99),
    spread_p50_ms: share(spreadMs, 0.5),
    spread_p99_ms: share(spreadMs, 0.99),
    // A patch too few for all of them is missing as well.
    missing: places.reduce(
      (sum, place) =>
        sum + place.missing + Math.max(0, place.askedMs.length - place.lastMs.length) * watchers,
      0,
    ),
    lost: windows.reduce((sum, { report }) => sum + report.lost, 0),
  };
}

const rounded = (value: number | null) => (value === null ? null : Math.round(value * 100) / 100);
const share = (values: readonly number[], of: number) =>
  values.length === 0 ? null : rounded(percentile(values, of));
