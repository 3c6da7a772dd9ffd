import type { Log } from '../logs/log.ts';
import { TRACING_LIMITS } from './limits.ts';
import { otlpTraces } from './otlp.ts';
import type { Span } from './span.ts';

export type Collector = {
  /** Where OTLP over HTTP is spoken, without the path of traces. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
};

/**
 * Sends spans to a collector, one message at a time. Written by hand, because of OpenTelemetry's SDK we would use this one message: its
 * instrumentation patches the modules of everything that a bid passes through, and knows no spans of bids. What the collector does not
 * take is counted and gone; nobody waits for it.
 */
export class Exporter {
  readonly #collector: Collector;
  readonly #log: Log;
  readonly #timer: NodeJS.Timeout;
  readonly #ended = new AbortController();
  #waiting: Span[] = [];
  #sending: Promise<void> | undefined;
  #isWell = true;
  #sent = 0;
  #dropped = 0;

  constructor(collector: Collector, log: Log) {
    this.#collector = collector;
    this.#log = log;
    this.#timer = setInterval(() => this.#send(), TRACING_LIMITS.sendMs).unref();
  }

  add(span: Span): void {
    if (this.#waiting.length >= TRACING_LIMITS.waiting) {
      this.#dropped += 1;
      return;
    }
    this.#waiting.push(span);
    if (this.#waiting.length >= TRACING_LIMITS.batch) this.#send();
  }

  stats(): { sent: number; dropped: number } {
    return { sent: this.#sent, dropped: this.#dropped };
  }

  /** Sends what is left, within bounds; what does not leave in time is dropped. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    const giveUp = setTimeout(() => this.#ended.abort(), TRACING_LIMITS.flushMs);
    while (!this.#ended.signal.aborted && (this.#waiting.length > 0 || this.#sending !== undefined)) {
      this.#send();
      await this.#sending;
    }
    clearTimeout(giveUp);
    this.#dropped += this.#waiting.length;
    this.#waiting = [];
  }

  #send(): void {
    if (this.#sending !== undefined || this.#waiting.length === 0) return;
    const spans = this.#waiting.splice(0, TRACING_LIMITS.batch);
    this.#sending = this.#deliver(spans).finally(() => {
      this.#sending = undefined;
      if (this.#waiting.length >= TRACING_LIMITS.batch && !this.#ended.signal.aborted) this.#send();
    });
  }

  async #deliver(spans: readonly Span[]): Promise<void> {
    const { endpoint, headers, serviceName } = this.#collector;
    try {
      const response = await fetch(`${endpoint}/v1/traces`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(otlpTraces(spans, serviceName)),
        redirect: 'error',
        signal: AbortSignal.any([this.#ended.signal, AbortSignal.timeout(TRACING_LIMITS.sendWithinMs)]),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`the collector answered ${response.status}`);
      this.#sent += spans.length;
      if (!this.#isWell) this.#log.warn({}, 'the collector of traces takes them again');
      this.#isWell = true;
    } catch (err) {
      this.#dropped += spans.length;
      // Once, and not for every batch.
      if (this.#isWell)
        this.#log.warn({ err }, 'the collector of traces does not take them: they are dropped');
      this.#isWell = false;
    }
  }
}
