import { percentile } from '../percentile.ts';
import type { Flood } from './flooder-messages.ts';
import type { Window } from './measuring.ts';

export type Row = {
  readonly flood: Flood | 'none';
  readonly accepted_per_s: number;
  /** Of what was due: not answered by the end, or not even made because too many waited. */
  readonly behind_per_s: number;
  readonly ack_p50_ms: number;
  readonly ack_p99_ms: number;
  /** To the same while nobody floods. */
  readonly ack_p99_ratio: number;
  /** How often the flooder was inside and closed. */
  readonly closings: number;
  /** From its first message, or its first request beyond the limit, until its sockets were closed, or it was hung up on: mostly, and at most. */
  readonly closed_p50_ms: number | null;
  readonly closed_most_ms: number | null;
  readonly sent: number;
};

export type Result = {
  readonly machine: string;
  readonly date: string;
  readonly bidders: number;
  readonly watchers: number;
  readonly bids_per_s: number;
  readonly seconds: number;
  readonly rows: readonly Row[];
};

export type Cell = { readonly flood: Flood | 'none'; readonly windows: readonly Window[] };

export function rowsOf(cells: readonly Cell[]): Row[] {
  const quiet = cells.find(({ flood }) => flood === 'none');
  return cells.map((cell) => rowOf(cell, quiet ?? cell));
}

function rowOf({ flood, windows }: Cell, quiet: Cell): Row {
  const sum = (of: (window: Window) => number) => windows.reduce((total, window) => total + of(window), 0);
  const seconds = sum(({ bids }) => bids.seconds);
  const closedMs = windows.flatMap((window) => window.flood?.closedMs ?? []);
  const p99 = (cell: Pick<Cell, 'windows'>) => percentile(latencies(cell), 0.99);
  return {
    flood,
    accepted_per_s: rounded(sum(({ bids }) => bids.latenciesMs.length) / seconds, 1),
    behind_per_s: rounded(sum(({ bids }) => bids.unanswered + bids.unmade) / seconds, 1),
    ack_p50_ms: rounded(percentile(latencies({ windows }), 0.5), 2),
    ack_p99_ms: rounded(p99({ windows }), 2),
    ack_p99_ratio: rounded(p99({ windows }) / p99(quiet), 2),
    closings: closedMs.length,
    closed_p50_ms: closedMs.length === 0 ? null : Math.round(percentile(closedMs, 0.5)),
    closed_most_ms: closedMs.length === 0 ? null : Math.round(Math.max(...closedMs)),
    sent: sum((window) => window.flood?.sent ?? 0),
  };
}

const latencies = ({ windows }: Pick<Cell, 'windows'>) => windows.flatMap(({ bids }) => bids.latenciesMs);
const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
