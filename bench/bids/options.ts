import { parseArgs } from 'node:util';
import { METHOD_NAMES, type MethodName } from './bidding.ts';
import type { Waiting } from './methods/redis-waiting.ts';

export const USAGE = `npm run bench:bids -- [--seconds N] [--only METHOD,…] [--json FILE] [--plot FILE] [--sync-us N]

  --seconds N   measured time of each method at each number of auctions (default 4)
  --only …      of ${METHOD_NAMES.join(', ')}
  --json FILE   the results for programs
  --plot FILE   the results as an SVG
  --lock HOW    how to wait for the Redis lock: queue (in the process; the best we found) or poll (as usual); default queue
  --sync-us N   every commit waits so many microseconds, as on a disk that is that slow (default: as fast as this one is)
`;

export type Options = {
  readonly seconds: number;
  readonly only: ReadonlySet<MethodName>;
  readonly json: string | undefined;
  readonly plot: string | undefined;
  readonly syncUs: number;
  readonly lock: Waiting;
};

/** Throws with a sentence for people. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '4' },
      only: { type: 'string', default: METHOD_NAMES.join(',') },
      json: { type: 'string' },
      plot: { type: 'string' },
      'sync-us': { type: 'string', default: '0' },
      lock: { type: 'string', default: 'queue' },
    },
  });
  const only = values.only.split(',').map(methodNamed);
  const seconds = Number(values.seconds);
  if (!(seconds > 0)) throw new Error(`--seconds must be a number above 0, not ${values.seconds}`);
  const syncUs = Number(values['sync-us']);
  // The most that PostgreSQL's commit_delay takes.
  if (!(syncUs >= 0 && syncUs <= 100_000))
    throw new Error(`--sync-us must be 0 to 100000, not ${values['sync-us']}`);
  if (values.lock !== 'queue' && values.lock !== 'poll')
    throw new Error(`--lock must be queue or poll, not ${values.lock}`);
  return { seconds, lock: values.lock, only: new Set(only), json: values.json, plot: values.plot, syncUs };
}

function methodNamed(name: string): MethodName {
  const method = METHOD_NAMES.find((each) => each === name);
  if (method === undefined) throw new Error(`--only knows ${METHOD_NAMES.join(', ')}, not ${name}`);
  return method;
}
