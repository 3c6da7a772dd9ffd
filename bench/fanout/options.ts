import { parseArgs } from 'node:util';

export const USAGE = `npm run bench:fanout -- [--watchers N] [--changes N] [--rate N] [--json FILE] [--plot FILE]

  --watchers N   sockets, or streams, that look at one auction (default 2000)
  --changes N    price changes each way, in all its rounds (default 300)
  --rate N       price changes per second, 20 at most (default 10)
  --json FILE    the results for programs
  --plot FILE    the results as an SVG
`;

export type Options = {
  readonly watchers: number;
  readonly changes: number;
  readonly rate: number;
  readonly json: string | undefined;
  readonly plot: string | undefined;
};

/** As often as a room shows a hot auction: beyond that changes share patches. */
const MOST_RATE = 20;

/** Throws with a sentence for people. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      watchers: { type: 'string', default: '2000' },
      changes: { type: 'string', default: '300' },
      rate: { type: 'string', default: '10' },
      json: { type: 'string' },
      plot: { type: 'string' },
    },
  });
  const whole = (name: 'watchers' | 'changes') => {
    const value = Number(values[name]);
    if (!(Number.isInteger(value) && value >= 1))
      throw new Error(`--${name} must be a whole number from 1, not ${values[name]}`);
    return value;
  };
  const rate = Number(values.rate);
  if (!(rate > 0 && rate <= MOST_RATE))
    throw new Error(`--rate must be a number above 0 and at most ${MOST_RATE}, not ${values.rate}`);
  return {
    watchers: whole('watchers'),
    changes: whole('changes'),
    rate,
    json: values.json,
    plot: values.plot,
  };
}
