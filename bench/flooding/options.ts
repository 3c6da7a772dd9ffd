import { parseArgs } from 'node:util';

export const USAGE = `npm run bench:flooding -- [--seconds N] [--watchers N] [--rate N] [--json FILE]

  --seconds N    measured time of each kind of flood, and of none (default 20)
  --watchers N   people who only look on, beside twenty who bid (default 80)
  --rate N       bids made per second (default 100)
  --json FILE    the results for programs
`;

export type Options = {
  readonly seconds: number;
  readonly watchers: number;
  readonly rate: number;
  readonly json: string | undefined;
};

/** Throws with a sentence for people. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '20' },
      watchers: { type: 'string', default: '80' },
      rate: { type: 'string', default: '100' },
      json: { type: 'string' },
    },
  });
  const seconds = Number(values.seconds);
  if (!(seconds > 0)) throw new Error(`--seconds must be a number above 0, not ${values.seconds}`);
  const watchers = Number(values.watchers);
  if (!(Number.isInteger(watchers) && watchers >= 0))
    throw new Error(`--watchers must be a whole number from 0, not ${values.watchers}`);
  const rate = Number(values.rate);
  if (!(rate > 0)) throw new Error(`--rate must be a number above 0, not ${values.rate}`);
  return { seconds, watchers, rate, json: values.json };
}
