import { randomBytes } from 'node:crypto';

/** Where a span belongs, as W3C trace context has it. */
export type SpanContext = { readonly traceId: string; readonly spanId: string; readonly isSampled: boolean };

/** As OTLP numbers them. */
export const SPAN_KIND = { internal: 1, server: 2 } as const;

export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** Something that took time. Times are of the steady clock of this process. */
export type Span = {
  readonly context: SpanContext;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: (typeof SPAN_KIND)[keyof typeof SPAN_KIND];
  readonly beganMs: number;
  readonly endedMs: number;
  readonly attributes: Attributes;
  readonly links: readonly SpanContext[];
  readonly hasFailed: boolean;
};

const hex = (bytes: number) => randomBytes(bytes).toString('hex');

export const newTraceId = () => hex(16);
export const newSpanId = () => hex(8);

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
/** The longest that is looked at: strangers send it. */
const TRACEPARENT_LENGTH = 256;

/** What the header says; undefined when it says nothing of use. */
export function readTraceparent(header: unknown): SpanContext | undefined {
  if (typeof header !== 'string' || header.length > TRACEPARENT_LENGTH) return undefined;
  const [, traceId, spanId, flags] = TRACEPARENT.exec(header) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

export function traceparentOf({ traceId, spanId, isSampled }: SpanContext): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}
