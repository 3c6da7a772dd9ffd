import { percentile } from '../percentile.ts';
import type { Window } from './measuring.ts';
import type { Way } from './servers.ts';

export type Row = {
  readonly way: Way;
  readonly subscribers: number;
  readonly accepted_per_s: number;
  readonly refused_per_s: number;
  /** Of what was due: not answered by the end, or not even made because too many waited. */
  readonly behind_per_s: number;
  readonly ack_p50_ms: number;
  readonly ack_p99_ms: number;
  /** To the same server without subscribers. */
  readonly ack_p99_ratio: number;
  /** From the commit of a price that was told to the last subscriber who knows it or a later one; null without subscribers. */
  readonly told_p50_ms: number | null;
  readonly told_p99_ms: number | null;
  /** The same of every price. */
  readonly every_p50_ms: number | null;
  readonly every_p99_ms: number | null;
  readonly unknown_prices: number;
  readonly frames_per_s: number;
  readonly bytes_per_s: number;
  /** Of the server: seconds of processor per second; null where the system does not tell. */
  readonly processors: number | null;
  readonly kept_alerts: number;
  readonly missed_kept_alerts: number;
  readonly doubled_kept_alerts: number;
  readonly lost_streams: number;
};

export type Result = {
  readonly machine: string;
  readonly date: string;
  readonly subscribers: number;
  readonly bids_per_s: number;
  readonly seconds: number;
  readonly rows: readonly Row[];
};

/** One way, with subscribers or without, over all its windows. */
export type Cell = { readonly way: Way; readonly subscribers: number; readonly windows: readonly Window[] };

export function rowsOf(cells: readonly Cell[]): Row[] {
  return cells.map((cell) =>
    rowOf(
      cell,
      cells.find((each) => each.way === cell.way && each.subscribers === 0),
    ),
  );
}

function rowOf({ way, subscribers, windows }: Cell, alone: Cell | undefined): Row {
  const sum = (of: (window: Window) => number) => windows.reduce((total, window) => total + of(window), 0);
  const all = (of: (window: Window) => readonly number[]) => windows.flatMap(of);
  const seconds = sum(({ bids }) => bids.seconds);
  const perSecond = (of: (window: Window) => number) => tenths(sum(of) / seconds);
  const told = all(({ lags }) => lags.toldMs);
  const every = all(({ lags }) => lags.everyMs);
  const counted = sum(({ count }) => count.seconds);
  const processors = windows.map((window) => window.processors);
  return {
    way,
    subscribers,
    accepted_per_s: perSecond(({ bids }) => bids.latenciesMs.length),
    refused_per_s: perSecond(({ bids }) => bids.refused),
    behind_per_s: perSecond(({ bids }) => bids.unanswered + bids.unmade),
    ack_p50_ms: hundredths(percentile(latenciesOf(windows), 0.5)),
    ack_p99_ms: hundredths(percentile(latenciesOf(windows), 0.99)),
    ack_p99_ratio: hundredths(
      percentile(latenciesOf(windows), 0.99) / percentile(latenciesOf(alone?.windows ?? []), 0.99),
    ),
    told_p50_ms: share(told, 0.5),
    told_p99_ms: share(told, 0.99),
    every_p50_ms: share(every, 0.5),
    every_p99_ms: share(every, 0.99),
    unknown_prices: sum(({ lags }) => lags.unknown),
    frames_per_s: Math.round(sum(({ count }) => count.frames) / counted),
    bytes_per_s: Math.round(sum(({ count }) => count.bytes) / counted),
    processors: processors.some((each) => each === undefined)
      ? null
      : hundredths(sum((window) => window.processors ?? 0) / windows.length),
    kept_alerts: sum(({ kept }) => kept),
    missed_kept_alerts: sum(({ missed }) => missed),
    doubled_kept_alerts: sum(({ doubled }) => doubled),
    lost_streams: sum(({ lost }) => lost),
  };
}

const latenciesOf = (windows: readonly Window[]) => windows.flatMap(({ bids }) => bids.latenciesMs);
const tenths = (value: number) => Math.round(value * 10) / 10;
const hundredths = (value: number) => Math.round(value * 100) / 100;
const share = (values: readonly number[], of: number) =>
  values.length === 0 ? null : tenths(percentile(values, of));
