import { parseArgs } from 'node:util';
import { PARTS, type Part } from './queries.ts';

export const USAGE = `npm run bench:catalogue -- [--auctions N] [--seconds N] [--only NAME,…] [--database URL] [--json FILE] [--plot FILE]

  --auctions N    so many auctions in the catalogue (default 600000)
  --seconds N     measured time of each kind of query; bidding takes four times as long (default 6)
  --only …        of ${PARTS.join(', ')}
  --database URL  a database that has been seeded (npm run seed), instead of one made for this run; some people and auctions are added to it
  --json FILE     the results for programs
  --plot FILE     the results as an SVG
`;

export type Options = {
  readonly auctions: number;
  readonly seconds: number;
  readonly only: ReadonlySet<Part>;
  readonly database: string | undefined;
  readonly json: string | undefined;
  readonly plot: string | undefined;
};

/** Ten bids need ten auctions; a category without any would have no page to ask for. */
const FEWEST_AUCTIONS = 100;

/** Throws with a sentence for people. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      auctions: { type: 'string', default: '600000' },
      seconds: { type: 'string', default: '6' },
      only: { type: 'string', default: PARTS.join(',') },
      database: { type: 'string' },
      json: { type: 'string' },
      plot: { type: 'string' },
    },
  });
  const auctions = Number(values.auctions);
  if (!(Number.isInteger(auctions) && auctions >= FEWEST_AUCTIONS))
    throw new Error(`--auctions must be a whole number from ${FEWEST_AUCTIONS}, not ${values.auctions}`);
  const seconds = Number(values.seconds);
  if (!(seconds > 0)) throw new Error(`--seconds must be a number above 0, not ${values.seconds}`);
  const only = new Set(values.only.split(',').map(partNamed));
  if (only.size === 1 && only.has('likes'))
    throw new Error('likes alone need no catalogue: npx node bench/likes.ts measures them');
  return { auctions, seconds, only, database: values.database, json: values.json, plot: values.plot };
}

function partNamed(name: string): Part {
  const part = PARTS.find((each) => each === name);
  if (part === undefined) throw new Error(`--only knows ${PARTS.join(', ')}, not ${name}`);
  return part;
}
