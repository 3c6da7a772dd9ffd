import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { NODES } from './house.ts';
import type { RunOptions } from './run.ts';
import { FAULT_KINDS, FAULTS, type FaultKind, scheduleOf } from './schedule.ts';

const LONG = 1_000;

export const USAGE = `npm run chaos -- [--faults N] [--long] [--seed N] [--json FILE] …

Three nodes, PostgreSQL and Redis as real processes, bidders who keep their own log of what they were told, and one fault after
the other. Then everything that was told is compared with everything that is stored. Exit code 1 when a promise was broken.

  --faults N       so many faults (default 20)
  --long           ${LONG} of them, which takes about an hour
  --seed N         the same faults in the same order again (default: by chance, and printed)
  --only KIND,…    of ${FAULT_KINDS.join(', ')}
  --bidders N      SDK clients (default 200)
  --auctions N     at a time (default 40)
  --fsync          let PostgreSQL wait for the disk; without it a stop is survived, and a power cut would not be
  --json FILE      the result for programs
  --logs FILE      all that the nodes printed
`;

export type Options = {
  readonly run: Omit<RunOptions, 'tell' | 'preload'>;
  readonly json: string | undefined;
  readonly logs: string | undefined;
};

/** Throws with a sentence for people; undefined when help was asked for. */
export function readOptions(args: readonly string[]): Options | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      faults: text,
      long: flag,
      seed: text,
      only: { ...text, default: FAULT_KINDS.join(',') },
      bidders: { ...text, default: '200' },
      auctions: { ...text, default: '40' },
      fsync: flag,
      json: text,
      logs: text,
      help: { ...flag, short: 'h' },
    },
  });
  if (values.help) return undefined;
  const seed = values.seed === undefined ? randomInt(1, 1_000_000_000) : whole('--seed', values.seed, 0);
  const faults = whole('--faults', values.faults ?? (values.long ? String(LONG) : '20'), 0);
  const kinds = values.only.split(',').map(kindNamed);
  const run = {
    seed,
    schedule: scheduleOf({ seed, faults, kinds, nodes: NODES }),
    bidders: whole('--bidders', values.bidders, 2),
    auctions: whole('--auctions', values.auctions, 1),
    times: { startsInMs: [500, 2_500], lastsMs: [6_000, 20_000] } as const,
    thinkMs: 2_000,
    fsync: values.fsync,
  };
  return { run, json: values.json, logs: values.logs };
}

function whole(name: string, written: string, least: number): number {
  const value = Number(written);
  if (Number.isInteger(value) && value >= least) return value;
  throw new Error(`${name} must be a whole number from ${least}, not ${written}`);
}

function kindNamed(name: string): FaultKind {
  const kind = FAULT_KINDS.find((each) => each === name);
  if (kind !== undefined) return kind;
  const lines = Object.entries(FAULTS).map(([each, what]) => `  ${each}: ${what}`);
  throw new Error(`--only does not know ${name}. There are\n${lines.join('\n')}`);
}
