import { ConnectionFailure } from '../client-sdk/index.ts';
import { patiently } from './patience.ts';

/** How long we wait for somebody to answer at all: a wrong address should be told soon. */
const FIRST_WORD_MS = 10_000;
/** The header is cut to whole seconds. */
const HALF_A_SECOND_MS = 500;
/** Less than this is the header's own error: then the clocks are one. */
const SAME_CLOCK_MS = 2_000;

/** How far the house's clock is ahead of ours, to about a second: ends are given to it in its own time. */
export async function houseAheadMs(url: string, patienceMs: number): Promise<number> {
  const response = await patiently(Math.min(patienceMs, FIRST_WORD_MS), () =>
    fetch(new URL('health/ready', url.endsWith('/') ? url : `${url}/`)).catch((cause: unknown) => {
      throw new ConnectionFailure(`Nobody answers at ${url}.`, { cause });
    }),
  );
  const written = Date.parse(response.headers.get('date') ?? '');
  await response.body?.cancel();
  const aheadMs = written + HALF_A_SECOND_MS - Date.now();
  return Math.abs(aheadMs) >= SAME_CLOCK_MS ? aheadMs : 0;
}
