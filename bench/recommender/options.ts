import { parseArgs } from 'node:util';

const PARTS = ['quality', 'speed'] as const;

type Part = (typeof PARTS)[number];

export const USAGE = `npm run bench:recommender -- [--only quality|speed] [--seeds N] [--people N] [--auctions N] [--bids N] [--seconds N] [--json FILE] [--plot FILE]

  --only …      how good recommendations are, or how fast (default: both)
  --seeds N     quality: so many synthetic worlds, and as many without tastes (default 5)
  --people N    quality: people in each world, with six auctions and fifty bids each (default 5000)
  --auctions N  speed: so many auctions in the log (default 600000)
  --bids N      speed: so many bids in the log, about (default 5000000)
  --seconds N   speed: measured time of answers, once in peace and once while it learns anew (default 10)
  --json FILE   the results for programs
  --plot FILE   the quality as an SVG
`;

export type Options = {
  readonly only: ReadonlySet<Part>;
  readonly seeds: number;
  readonly people: number;
  readonly auctions: number;
  readonly bids: number;
  readonly seconds: number;
  readonly json: string | undefined;
  readonly plot: string | undefined;
};

/** Fewer, and a crowd has nobody in it. */
const FEWEST = { seeds: 1, people: 200, auctions: 500, bids: 1_000, seconds: 1 };

/** Throws with a sentence for people. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: PARTS.join(',') },
      seeds: { type: 'string', default: '5' },
      people: { type: 'string', default: '5000' },
      auctions: { type: 'string', default: '600000' },
      bids: { type: 'string', default: '5000000' },
      seconds: { type: 'string', default: '10' },
      json: { type: 'string' },
      plot: { type: 'string' },
    },
  });
  const number = (name: keyof typeof FEWEST): number => {
    const value = Number(values[name]);
    if (Number.isInteger(value) && value >= FEWEST[name]) return value;
    throw new Error(`--${name} must be a whole number from ${FEWEST[name]}, not ${values[name]}`);
  };
  return {
    only: new Set(values.only.split(',').map(partNamed)),
    seeds: number('seeds'),
    people: number('people'),
    auctions: number('auctions'),
    bids: number('bids'),
    seconds: number('seconds'),
    json: values.json,
    plot: values.plot,
  };
}

function partNamed(name: string): Part {
  const part = PARTS.find((each) => each === name);
  if (part === undefined) throw new Error(`--only knows ${PARTS.join(' and ')}, not ${name}`);
  return part;
}
