import { parseArgs } from 'node:util';

export const USAGE = `npm run bench:alerts -- [--seconds N] [--subscribers N] [--rate N] [--json FILE] [--plot FILE]

  --seconds N      measured time of each way, with subscribers and without (default 10)
  --subscribers N  streams of alerts about one auction (default 2000)
  --rate N         bids made per second (default 200)
  --json FILE      the results for programs
  --plot FILE      the results as an SVG
`;

export type Options = {
  readonly seconds: number;
  readonly subscribers: number;
  readonly rate: number;
  readonly json: string | undefined;
  readonly plot: string | undefined;
};

/** Throws with a sentence for people. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '10' },
      subscribers: { type: 'string', default: '2000' },
      rate: { type: 'string', default: '200' },
      json: { type: 'string' },
      plot: { type: 'string' },
    },
  });
  const seconds = Number(values.seconds);
  if (!(seconds > 0)) throw new Error(`--seconds must be a number above 0, not ${values.seconds}`);
  const subscribers = Number(values.subscribers);
  if (!(Number.isInteger(subscribers) && subscribers >= 1))
    throw new Error(`--subscribers must be a whole number from 1, not ${values.subscribers}`);
  const rate = Number(values.rate);
  if (!(rate > 0)) throw new Error(`--rate must be a number above 0, not ${values.rate}`);
  return { seconds, subscribers, rate, json: values.json, plot: values.plot };
}
