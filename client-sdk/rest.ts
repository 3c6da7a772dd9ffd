import { apiFailure, ConnectionFailure } from './failures.ts';
import { TOKEN_KEY, type TokenStorage } from './token-storage.ts';

/** A black hole must become an error: nothing this SDK asks for takes the server so long. */
const TIMEOUT_MS = 15_000;
/** A server gave up an unused connection in the moment it was used. It has not seen the request, which may be sent again (RFC 9110, 15.5.9). */
const WAITED_IN_VAIN = 408;

export type RestOptions = {
  /** Where the server is; anything after the path is ignored. */
  readonly url: URL;
  readonly storage: TokenStorage;
  readonly fetch: typeof globalThis.fetch;
};

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type QueryValue = string | number | boolean | null | undefined;

export type Send = (url: string, init: RequestInit) => Promise<Response>;

export type Call = {
  /** A list becomes one parameter for each of its values. */
  readonly query?: Readonly<Record<string, QueryValue | readonly QueryValue[]>>;
  readonly body?: unknown;
  /** Files, instead of `body`. */
  readonly form?: FormData;
  /** For what takes longer than other calls. */
  readonly timeoutMs?: number;
  /** Another way to send it than `fetch`, which it is given. */
  readonly via?: (fetch: typeof globalThis.fetch) => Send;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Finds what the caller asked for in the body of an error answer, where that is possible. */
  readonly answerIn?: (errorBody: unknown) => unknown;
};

/** JSON over HTTP with the bearer token; errors come as `ApiFailure`, silence as `ConnectionFailure`. */
export class Rest {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly #options: RestOptions;

  constructor(options: RestOptions) {
    this.#options = options;
    this.baseUrl = options.url.origin + options.url.pathname.replace(/\/+$/, '');
  }

  get token(): string | null {
    return this.#options.storage.getItem(TOKEN_KEY);
  }

  set token(token: string | null) {
    if (token === null) this.#options.storage.removeItem(TOKEN_KEY);
    else this.#options.storage.setItem(TOKEN_KEY, token);
  }

  /** `T` is what the route is documented to answer with; it is not checked again here. */
  async call<T>(method: Method, path: string, call: Call = {}): Promise<T> {
    const timeout = AbortSignal.timeout(call.timeoutMs ?? TIMEOUT_MS);
    const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout;
    const response = await this.#fetch(method, path, call, signal);
    const body = await this.#read(response, call.signal);
    const freshToken = response.headers.get('set-auth-token');
    if (response.ok && freshToken) this.token = freshToken;
    if (response.ok) return body as T;
    const answer = call.answerIn?.(body);
    if (answer !== undefined) return answer as T;
    throw failureOf(response, body);
  }

  /** An answer that goes on for as long as it is read, until `signal` aborts; the caller sees to it that it is not silent for ever. */
  async open(
    path: string,
    call: Pick<Call, 'query' | 'headers'> & { signal: AbortSignal },
  ): Promise<Response> {
    const response = await this.#fetch('GET', path, call, call.signal);
    if (response.ok) return response;
    throw failureOf(response, await this.#read(response, call.signal));
  }

  async #fetch(method: Method, path: string, call: Call, signal: AbortSignal): Promise<Response> {
    const { query = {}, body, form, headers, via } = call;
    const { fetch } = this.#options;
    const send: Send = via?.(fetch) ?? fetch;
    const token = this.token;
    const init: RequestInit = {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      // The token says who we are; a cookie next to it would only bring cross-site worries.
      credentials: 'omit',
      signal,
    };
    if (body !== undefined) init.body = JSON.stringify(body);
    if (form !== undefined) init.body = form;
    const ask = () =>
      send(`${this.baseUrl}${path}${queryString(query)}`, init).catch(unanswered(call.signal));
    const response = await ask();
    if (response.status !== WAITED_IN_VAIN) return response;
    await response.body?.cancel();
    const second = await ask();
    if (second.status !== WAITED_IN_VAIN) return second;
    throw new ConnectionFailure('The request did not come to its end in time.');
  }

  async #read(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
    const text = await response.text().catch(unanswered(signal));
    if (text === '') return undefined;
    try {
      return JSON.parse(text);
    } catch {
      // Not from our server: a proxy's error page, say. The status decides.
      if (response.ok) throw new ConnectionFailure(`${response.url} did not answer with JSON.`);
      return undefined;
    }
  }
}

const failureOf = ({ status, statusText, headers }: Response, body: unknown) =>
  apiFailure(status, statusText, body, headers.get('retry-after'));

/** A caller's own abort is passed on as it is. */
const unanswered = (signal: AbortSignal | undefined) => (cause: unknown) => {
  if (signal?.aborted) throw cause;
  throw new ConnectionFailure('The server did not answer.', { cause });
};

function queryString(query: NonNullable<Call['query']>): string {
  const given: [string, string][] = [];
  for (const [name, values] of Object.entries(query)) {
    for (const value of [values].flat()) if (value != null) given.push([name, String(value)]);
  }
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
