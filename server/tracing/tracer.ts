import type { Log } from '../logs/log.ts';
import { type Collector, Exporter } from './exporter.ts';
import { newSpanId, newTraceId, type Span, type SpanContext } from './span.ts';

export type TracingOptions = Collector & {
  /** Which share of those traces that begin here is sent. */
  readonly sampleRatio: number;
};

/** Where spans go. */
export interface Tracer {
  readonly isOn: boolean;
  /** Whether to follow what begins now: as its parent is, or by chance. Costs nothing, unlike a place. */
  samples(parent: SpanContext | undefined): boolean;
  /** A new span's place: in the trace of its parent, or in one of its own. */
  childOf(parent: SpanContext | undefined, isSampled: boolean): SpanContext;
  /** What ended. Only what is sampled leaves. */
  add(span: Span): void;
  /** Since the start of the process. */
  stats(): { readonly sent: number; readonly dropped: number };
  stop(): Promise<void>;
}

const OFF: Tracer = {
  isOn: false,
  samples: () => false,
  childOf: () => ({ traceId: newTraceId(), spanId: newSpanId(), isSampled: false }),
  add: () => {},
  stats: () => ({ sent: 0, dropped: 0 }),
  stop: async () => {},
};

/** Without options nothing is traced. */
export function openTracer(options: TracingOptions | undefined, log: Log): Tracer {
  if (options === undefined) return OFF;
  const exporter = new Exporter(options, log);
  return {
    isOn: true,
    samples: (parent) => parent?.isSampled ?? Math.random() < options.sampleRatio,
    childOf: (parent, isSampled) => ({
      traceId: parent?.traceId ?? newTraceId(),
      spanId: newSpanId(),
      isSampled,
    }),
    add: (span) => {
      if (span.context.isSampled) exporter.add(span);
    },
    stats: () => exporter.stats(),
    stop: () => exporter.stop(),
  };
}
