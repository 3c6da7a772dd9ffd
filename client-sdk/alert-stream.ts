import { EventLines, type StreamEvent } from './event-lines.ts';
import { ConnectionFailure } from './failures.ts';
import type { Rest } from './rest.ts';

export type AlertStreamOptions = {
  readonly rest: Rest;
  /** Where to go on; null: from now on. */
  readonly after: string | null;
  readonly silenceMs: number;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Told every event in its order, as long as it returns true; what it throws is what the stream ends with. */
  readonly take: (event: StreamEvent) => boolean;
};

/** Without a failure `take` wanted no more, or `signal` aborted. */
type StreamEnd = { readonly failure: Error | null; readonly retryMs: number | null };

/** One connection, from asking for it until it is gone; never rejects. */
export async function readAlertStream(options: AlertStreamOptions): Promise<StreamEnd> {
  const { rest, after, silenceMs, signal, take } = options;
  const lines = new EventLines();
  const ending = new AbortController();
  const end = () => ending.abort();
  signal.addEventListener('abort', end);
  let isSilent = false;
  const silent = () => {
    isSilent = true;
    end();
  };
  let watchdog = setTimeout(silent, silenceMs);
  try {
    signal.throwIfAborted();
    const response = await rest.open('/api/alerts', {
      headers: { accept: 'text/event-stream', ...(after === null ? {} : { 'last-event-id': after }) },
      signal: ending.signal,
    });
    for await (const piece of pieces(response)) {
      clearTimeout(watchdog);
      watchdog = setTimeout(silent, silenceMs);
      for (const event of lines.read(piece)) {
        if (!take(event)) return { failure: null, retryMs: lines.retryMs };
      }
    }
    return { failure: new ConnectionFailure('The stream ended.'), retryMs: lines.retryMs };
  } catch (cause) {
    const { retryMs } = lines;
    if (signal.aborted) return { failure: null, retryMs };
    if (isSilent) return { failure: new ConnectionFailure('The stream fell silent.', { cause }), retryMs };
    return { failure: cause instanceof Error ? cause : new Error(String(cause)), retryMs };
  } finally {
    clearTimeout(watchdog);
    signal.removeEventListener('abort', end);
    // Lets go of the connection, whatever the reason.
    end();
  }
}

/** Not every browser lets one iterate over a body. */
async function* pieces(response: Response): AsyncGenerator<Uint8Array, void, undefined> {
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  if (!isStream || response.body === null) throw new ConnectionFailure('The server sent no event stream.');
  const reader = response.body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
}
