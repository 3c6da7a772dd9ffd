/** A collector that speaks OTLP over HTTP, and understands what it is sent. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type CollectedSpan = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { key: string; value: Record<string, unknown> }[];
  readonly links: readonly { traceId: string; spanId: string }[];
};

type Message = {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: CollectedSpan['attributes'] };
    readonly scopeSpans: readonly { readonly spans: readonly CollectedSpan[] }[];
  }[];
};

export type TraceCollector = Awaited<ReturnType<typeof startTraceCollector>>;

export async function startTraceCollector() {
  const spans: CollectedSpan[] = [];
  const requests: IncomingMessage[] = [];
  const services = new Set<unknown>();
  let behaviour: 'takes' | 'refuses' | 'hangs' = 'takes';

  const take = (body: string) => {
    for (const { resource, scopeSpans } of (JSON.parse(body) as Message).resourceSpans) {
      services.add(attribute(resource, 'service.name'));
      spans.push(...scopeSpans.flatMap((scope) => scope.spans));
    }
  };
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    requests.push(request);
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    if (behaviour === 'hangs') return;
    if (behaviour === 'takes') take(Buffer.concat(pieces).toString());
    response.writeHead(behaviour === 'takes' ? 200 : 503, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    requests,
    services,
    behave: (as: typeof behaviour) => {
      behaviour = as;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function attribute({ attributes }: Pick<CollectedSpan, 'attributes'>, name: string): unknown {
  return Object.values(attributes.find(({ key }) => key === name)?.value ?? {})[0];
}
