import type { Seat } from '../auction/protocol.ts';

/** A node that does not answer in time is asked no more for a while, and somebody else is, as a load balancer would. */
const ANSWER_MS = 2_500;
const SHUN_MS = 1_000;
const PASSES_ON = new Set([502, 503, 504]);

export type Balancer = {
  readonly fetch: typeof fetch;
  /** Which node serves an auction, by the last seat that anybody was given. */
  readonly servedBy: ReadonlyMap<string, string>;
};

/** A `fetch` for SDK clients that takes each request to one of the nodes: to the next when one fails. All they ask for may be repeated. */
export function balanceOver(addresses: readonly string[]): Balancer {
  const shunnedUntilMs = new Map<string, number>();
  const servedBy = new Map<string, string>();
  let turn = 0;

  const candidates = (): readonly string[] => {
    turn += 1;
    const rotated = addresses.map((_, index) => addresses[(turn + index) % addresses.length] ?? '');
    const nowMs = performance.now();
    const isShunned = (address: string) => (shunnedUntilMs.get(address) ?? 0) > nowMs;
    return [...rotated.filter((each) => !isShunned(each)), ...rotated.filter(isShunned)];
  };

  const ask = async (address: string, path: string, init: RequestInit): Promise<Response> => {
    const signals = [AbortSignal.timeout(ANSWER_MS), ...(init.signal ? [init.signal] : [])];
    try {
      const response = await fetch(`http://${address}${path}`, { ...init, signal: AbortSignal.any(signals) });
      // Read here: a node that stalls in the middle of an answer has not answered.
      const body = await response.text();
      if (response.ok && path.startsWith('/matchmake/')) remember(body);
      const { status, statusText, headers } = response;
      return new Response(body === '' ? null : body, { status, statusText, headers });
    } catch (error) {
      shunnedUntilMs.set(address, performance.now() + SHUN_MS);
      throw error;
    }
  };

  const remember = (body: string) => {
    const { roomId, publicAddress } = JSON.parse(body) as Seat;
    if (publicAddress !== undefined) servedBy.set(roomId, publicAddress);
  };

  return {
    servedBy,
    async fetch(input, init = {}) {
      const { pathname, search } = new URL(String(input));
      let failure: unknown;
      for (const address of candidates()) {
        try {
          const response = await ask(address, pathname + search, init);
          if (!PASSES_ON.has(response.status)) return response;
          failure = response;
        } catch (error) {
          if (init.signal?.aborted) throw error;
          failure = error;
        }
      }
      if (failure instanceof Response) return failure;
      throw failure;
    },
  };
}
