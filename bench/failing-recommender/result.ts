import { percentile } from '../percentile.ts';
import { SOURCES } from './browsing.ts';
import { CONDITION_NAMES, type ConditionName } from './conditions.ts';
import type { Measured, Span } from './measuring.ts';

type Latency = {
  readonly p50_ms: number;
  readonly p99_ms: number;
  /** Times what it is while the recommender is healthy. */
  readonly p50_ratio: number;
  readonly p99_ratio: number;
};

export type SpanResult = {
  readonly pages: Latency;
  readonly bids: Latency;
  /** Of all pages, in percent: whose recommendations came from where. */
  readonly sources: Readonly<Record<(typeof SOURCES)[number], number>>;
};

export type Row = {
  readonly condition: ConditionName;
  /** The first second of it, in which people still wait for a recommender that does not answer. */
  readonly at_once: SpanResult;
  readonly after: SpanResult;
};

export type Result = {
  readonly machine: string;
  readonly date: string;
  readonly auctions: number;
  /** Measured time of each condition in each round. */
  readonly seconds: number;
  readonly rows: readonly Row[];
};

const hundredths = (value: number) => Math.round(value * 100) / 100;

export function rowsOf(measured: readonly Measured[]): Row[] {
  const spans = (name: ConditionName, which: 'atOnce' | 'after') =>
    together(measured.filter((each) => each.name === name).map((each) => each[which]));
  return CONDITION_NAMES.map((condition) => ({
    condition,
    at_once: spanResult(spans(condition, 'atOnce'), spans('healthy', 'atOnce')),
    after: spanResult(spans(condition, 'after'), spans('healthy', 'after')),
  }));
}

function spanResult({ browsed, bidsMs }: Span, healthy: Span): SpanResult {
  const pages = browsed.latenciesMs.length;
  const share = (source: (typeof SOURCES)[number]) => hundredths((browsed.sources[source] * 100) / pages);
  return {
    pages: latency(browsed.latenciesMs, healthy.browsed.latenciesMs),
    bids: latency(bidsMs, healthy.bidsMs),
    sources: { recommender: share('recommender'), popular: share('popular'), none: share('none') },
  };
}

function latency(ours: readonly number[], healthy: readonly number[]): Latency {
  const ratio = (part: number) => hundredths(percentile(ours, part) / percentile(healthy, part));
  return {
    p50_ms: hundredths(percentile(ours, 0.5)),
    p99_ms: hundredths(percentile(ours, 0.99)),
    p50_ratio: ratio(0.5),
    p99_ratio: ratio(0.99),
  };
}

function together(spans: readonly Span[]): Span {
  const sources = { recommender: 0, popular: 0, none: 0 };
  for (const { browsed } of spans) for (const source of SOURCES) sources[source] += browsed.sources[source];
  return {
    browsed: { latenciesMs: spans.flatMap(({ browsed }) => browsed.latenciesMs), sources },
    bidsMs: spans.flatMap(({ bidsMs }) => bidsMs),
  };
}
