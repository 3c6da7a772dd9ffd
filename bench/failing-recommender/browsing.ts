import { Agent, get } from 'node:http';

/** A lively page, and far from what the server can answer: what is measured is how long one waits, not how many there may be. */
const PAGES_PER_SECOND = 150;

export const SOURCES = ['recommender', 'popular', 'none'] as const;

/** What browsing was like for a while. */
export type Browsed = {
  readonly latenciesMs: readonly number[];
  /** How many pages had their recommendations from where. */
  readonly sources: Readonly<Record<(typeof SOURCES)[number], number>>;
};

/** People who open the first page with what is recommended to them, evenly spread over time, however long the others wait. */
export function startBrowsing(url: string, tokens: readonly string[]) {
  const agent = new Agent({ keepAlive: true });
  let latenciesMs: number[] = [];
  let sources = { recommender: 0, popular: 0, none: 0 };
  let failure: Error | undefined;
  let opened = 0;

  const open = () => {
    const token = tokens[opened++ % tokens.length];
    const headers = { authorization: `Bearer ${token}` };
    const sinceMs = performance.now();
    const request = get(`${url}/api/auctions?recommended=true`, { agent, headers }, async (response) => {
      try {
        let body = '';
        for await (const chunk of response) body += chunk;
        if (response.statusCode !== 200) throw new Error(`a page was answered with ${response.statusCode}`);
        latenciesMs.push(performance.now() - sinceMs);
        const source = SOURCES.find((each) => body.endsWith(`"source":"${each}"}}`));
        if (source === undefined) throw new Error('a page had no recommendations beside it');
        sources[source] += 1;
      } catch (error) {
        failure ??= error as Error;
      }
    });
    request.on('error', (error) => {
      failure ??= error;
    });
  };

  let timer: NodeJS.Timeout | undefined;
  return {
    begin() {
      timer ??= setInterval(open, 1_000 / PAGES_PER_SECOND);
    },
    pause() {
      clearInterval(timer);
      timer = undefined;
    },
    /** Of what was answered since the last time; throws what went wrong. */
    browsed(): Browsed {
      if (failure !== undefined) throw failure;
      const browsed = { latenciesMs, sources };
      latenciesMs = [];
      sources = { recommender: 0, popular: 0, none: 0 };
      return browsed;
    },
    stop() {
      clearInterval(timer);
      agent.destroy();
    },
  };
}

export type Browsing = ReturnType<typeof startBrowsing>;
