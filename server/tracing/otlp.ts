import type { Attributes, Span } from './span.ts';

/** Spans as OTLP over HTTP has them in JSON. */
export function otlpTraces(spans: readonly Span[], serviceName: string) {
  // By the wall clock of now, which may have been set since the process began.
  const offsetMs = Date.now() - performance.now();
  const atNanos = (ms: number) => String(BigInt(Math.round((ms + offsetMs) * 1_000)) * 1_000n);
  return {
    resourceSpans: [
      {
        resource: { attributes: attributesOf({ 'service.name': serviceName }) },
        scopeSpans: [
          {
            scope: { name: 'ready-auction' },
            spans: spans.map((span) => ({
              traceId: span.context.traceId,
              spanId: span.context.spanId,
              ...(span.parentSpanId !== undefined && { parentSpanId: span.parentSpanId }),
              name: span.name,
              kind: span.kind,
              startTimeUnixNano: atNanos(span.beganMs),
              endTimeUnixNano: atNanos(span.endedMs),
              attributes: attributesOf(span.attributes),
              links: span.links.map(({ traceId, spanId }) => ({ traceId, spanId })),
              status: span.hasFailed ? { code: 2 } : {},
            })),
          },
        ],
      },
    ],
  };
}

function attributesOf(attributes: Attributes) {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: typedValue(value) }));
}

function typedValue(value: Attributes[string]) {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
