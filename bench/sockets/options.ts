import { parseArgs } from 'node:util';

export const USAGE = `npm run bench:sockets -- [--sockets N] [--auctions N] [--rate N] [--seconds N] [--idle N] [--json FILE]

  --sockets N    watchers, beside two bidders in each auction (default 10000)
  --auctions N   auctions they are spread over (default 100)
  --rate N       bids per second in all auctions together (default 200)
  --seconds N    measured time (default 60)
  --idle N       seconds of nothing before memory is read again (default 15)
  --json FILE    the results for programs
`;

export type Options = {
  readonly sockets: number;
  readonly auctions: number;
  readonly rate: number;
  readonly seconds: number;
  readonly idle: number;
  readonly json: string | undefined;
};

/** Throws with a sentence for people. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sockets: { type: 'string', default: '10000' },
      auctions: { type: 'string', default: '100' },
      rate: { type: 'string', default: '200' },
      seconds: { type: 'string', default: '60' },
      idle: { type: 'string', default: '15' },
      json: { type: 'string' },
    },
  });
  const number = (name: 'rate' | 'seconds' | 'idle') => {
    const value = Number(values[name]);
    if (!(value > 0)) throw new Error(`--${name} must be a number above 0, not ${values[name]}`);
    return value;
  };
  const whole = (name: 'sockets' | 'auctions') => {
    const value = Number(values[name]);
    if (!(Number.isInteger(value) && value >= 1))
      throw new Error(`--${name} must be a whole number from 1, not ${values[name]}`);
    return value;
  };
  const [sockets, auctions] = [whole('sockets'), whole('auctions')];
  if (sockets % auctions !== 0) throw new Error(`--sockets must be a multiple of --auctions, ${auctions}`);
  return {
    sockets,
    auctions,
    rate: number('rate'),
    seconds: number('seconds'),
    idle: number('idle'),
    json: values.json,
  };
}
