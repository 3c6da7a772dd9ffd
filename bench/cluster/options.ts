import { parseArgs } from 'node:util';

export const USAGE = `npm run bench:cluster -- [--nodes N] [--auctions N] [--seconds N] [--kills N] [--joins N] [--json FILE]

  --nodes N      clusters of 1, 2, … up to so many nodes (default 3)
  --auctions N   live auctions, two bidders in each (default 40)
  --seconds N    measured time of bidding (default 10)
  --kills N      nodes killed, one after the other, in each cluster (default 3)
  --joins N      rooms joined, one after the other (default 200)
  --json FILE    the results for programs
`;

const NUMBERS = { nodes: '3', auctions: '40', seconds: '10', kills: '3', joins: '200' } as const;

export type Options = { readonly [Name in keyof typeof NUMBERS]: number } & {
  readonly json: string | undefined;
};

/** Throws with a sentence for people. */
export function readOptions(args: readonly string[]): Options {
  const text = (name: keyof typeof NUMBERS) => ({ type: 'string', default: NUMBERS[name] }) as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      nodes: text('nodes'),
      auctions: text('auctions'),
      seconds: text('seconds'),
      kills: text('kills'),
      joins: text('joins'),
      json: { type: 'string' },
    },
  });
  const whole = (name: keyof typeof NUMBERS) => {
    const value = Number(values[name]);
    if (!(Number.isInteger(value) && value >= 1))
      throw new Error(`--${name} must be a whole number from 1, not ${values[name]}`);
    return value;
  };
  return {
    nodes: whole('nodes'),
    auctions: whole('auctions'),
    seconds: whole('seconds'),
    kills: whole('kills'),
    joins: whole('joins'),
    json: values.json,
  };
}
