import { parseArgs } from 'node:util';

export const USAGE = `npm run bench:failing-recommender -- [--auctions N] [--seconds N] [--json FILE]

  --auctions N  so many auctions in the house, seeded for this run (default 20000)
  --seconds N   measured time of each condition in each of two rounds, the first second apart (default 4)
  --json FILE   the results for programs
`;

export type Options = {
  readonly auctions: number;
  readonly seconds: number;
  readonly json: string | undefined;
};

/** Fewer have no page of everything. */
const FEWEST_AUCTIONS = 100;
/** The first second is measured apart. */
const FEWEST_SECONDS = 2;

/** Throws with a sentence for people. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      auctions: { type: 'string', default: '20000' },
      seconds: { type: 'string', default: '4' },
      json: { type: 'string' },
    },
  });
  const auctions = Number(values.auctions);
  if (!(Number.isInteger(auctions) && auctions >= FEWEST_AUCTIONS))
    throw new Error(`--auctions must be a whole number from ${FEWEST_AUCTIONS}, not ${values.auctions}`);
  const seconds = Number(values.seconds);
  if (!(seconds >= FEWEST_SECONDS))
    throw new Error(`--seconds must be a number from ${FEWEST_SECONDS}, not ${values.seconds}`);
  return { auctions, seconds, json: values.json };
}
