import type { Send } from './rest.ts';

/** How much of a request has left, in bytes of its whole body. */
export type UploadProgress = { readonly sentBytes: number; readonly totalBytes: number };

type OnProgress = (progress: UploadProgress) => void;

/**
 * Sends a body and tells how far it is. Browsers only tell it of an `XMLHttpRequest`, so there that is used and not `fetch`; elsewhere the
 * body is sent as a stream, and what was taken from it is what was sent.
 */
export function watchedSend(fetch: typeof globalThis.fetch, onProgress: OnProgress): Send {
  const { XMLHttpRequest } = globalThis as { XMLHttpRequest?: new () => Xhr };
  return XMLHttpRequest === undefined
    ? streamed(fetch, onProgress)
    : (url, init) => sendByXhr(new XMLHttpRequest(), url, init, onProgress);
}

/** Small enough to see a photograph go, and large enough to cost nothing. */
const PIECE_BYTES = 65_536;

const streamed =
  (fetch: typeof globalThis.fetch, onProgress: OnProgress): Send =>
  async (url, init) => {
    const whole = await new Response(init.body).blob();
    const totalBytes = whole.size;
    let sentBytes = 0;
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
      const piece = await whole.slice(sentBytes, sentBytes + PIECE_BYTES).arrayBuffer();
      if (piece.byteLength === 0) return controller.close();
      controller.enqueue(new Uint8Array(piece));
      sentBytes += piece.byteLength;
      onProgress({ sentBytes, totalBytes });
    };
    // Nothing is taken before the line wants it.
    const body = new ReadableStream({ pull }, { highWaterMark: 0 });
    const headers = { ...(init.headers as Record<string, string>), 'content-type': whole.type };
    // `duplex` is what streams need, and what the browsers' types do not know yet.
    return fetch(url, { ...init, headers, body, duplex: 'half' } as RequestInit);
  };

/** What of it is used: Node's types know none. */
type Xhr = {
  readonly upload: { onprogress: ((event: { loaded: number; total: number }) => void) | null };
  readonly status: number;
  readonly statusText: string;
  readonly responseText: string;
  onload: (() => void) | null;
  onerror: (() => void) | null;
  onabort: (() => void) | null;
  open(method: string, url: string): void;
  setRequestHeader(name: string, value: string): void;
  getAllResponseHeaders(): string;
  send(body: unknown): void;
  abort(): void;
};

function sendByXhr(xhr: Xhr, url: string, init: RequestInit, onProgress: OnProgress): Promise<Response> {
  const { method = 'POST', headers, body, signal } = init;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => xhr.abort();
    const ended = <T>(settle: (value: T) => void) => {
      return (value: T) => {
        signal?.removeEventListener('abort', abort);
        settle(value);
      };
    };
    const failed = ended(reject);
    xhr.upload.onprogress = ({ loaded, total }) => onProgress({ sentBytes: loaded, totalBytes: total });
    xhr.onload = () => ended(resolve)(answerOf(xhr));
    xhr.onerror = () => failed(new TypeError('The request failed.'));
    xhr.onabort = () => failed(signal?.reason ?? new TypeError('The request was aborted.'));
    xhr.open(method, url);
    for (const [name, value] of Object.entries(headers as Record<string, string>)) {
      xhr.setRequestHeader(name, value);
    }
    signal?.addEventListener('abort', abort);
    xhr.send(body);
  });
}

function answerOf(xhr: Xhr): Response {
  const headers = new Headers();
  for (const line of xhr.getAllResponseHeaders().split('\r\n')) {
    const [name, ...value] = line.split(': ');
    if (name) headers.append(name, value.join(': '));
  }
  const { status, statusText, responseText } = xhr;
  // A body where none may be is refused even when it is empty.
  return new Response(responseText || null, { status, statusText, headers });
}
