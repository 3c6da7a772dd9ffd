import { parseArgs } from 'node:util';
import { LIMITS } from './limits.ts';

export const HELP = `
Fills a PostgreSQL database with a house full of auctions, people, bids, likes and pictures, all of it decided by the
real rules: the audit holds. The same options make the same house.

  npm run seed -- [options]

  --auctions N      how many (600000); one person for every ${LIMITS.auctionsPerPerson} of them, ${LIMITS.mostPeople} at most
  --seed N          what chance begins with, 0 to ${LIMITS.seed} (1)
  --now TIME        the moment at which a third of them is live, such as 2026-05-01T12:00:00Z (when the program starts)
  --database URL    the database; without it, the variable DATABASE_URL says which
  --images FOLDER   also paints the 200 pictures into this folder; a server shows them when its IMAGE_FOLDER is the same
  --more            also into a house that has auctions already; give another --seed than before
  --help

It is one transaction: when it fails, or is ended by Ctrl-C, the database is as it was. Stop the servers meanwhile.
Exit code 0: done. 1: it could not be done; nothing was changed. 2: the command line is not as it must be.
`;

export type Options = {
  readonly auctions: number;
  readonly seed: number;
  readonly nowMs: number;
  readonly url: string;
  readonly more: boolean;
  /** Where to paint the pictures; undefined: nowhere. */
  readonly images: string | undefined;
};

/** The command line is not one we understand; the message says what to write instead. */
export class UsageProblem extends Error {
  override readonly name = 'UsageProblem';
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

type Surroundings = { readonly databaseUrl: string | undefined; readonly nowMs: number };

/** Reads the command line; undefined when help was asked for. */
export function readOptions(args: readonly string[], surroundings: Surroundings): Options | undefined {
  const { values } = parsed(args);
  if (values.help) return undefined;
  return {
    auctions: whole('--auctions', values.auctions, 1, LIMITS.auctions),
    seed: whole('--seed', values.seed, 0, LIMITS.seed),
    nowMs: values.now === undefined ? surroundings.nowMs : time(values.now),
    url: address(values.database ?? surroundings.databaseUrl),
    more: values.more ?? false,
    images: values.images,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        auctions: { ...text, default: '600000' },
        seed: { ...text, default: '1' },
        now: text,
        database: text,
        images: text,
        more: flag,
        help: { ...flag, short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageProblem(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function whole(name: string, written: string, least: number, most: number): number {
  const value = Number(written);
  if (written.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UsageProblem(`${name} must be a whole number from ${least} to ${most}, but is "${written}".`);
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/;

function time(written: string): number {
  const ms = Date.parse(written);
  if (TIME.test(written) && Number.isFinite(ms)) return ms;
  throw new UsageProblem(`--now must be a time in UTC such as 2026-05-01T12:00:00Z, but is "${written}".`);
}

function address(written: string | undefined): string {
  if (written === undefined || written === '') {
    throw new UsageProblem(
      'Name a PostgreSQL database with --database postgres://… or with DATABASE_URL. The embedded one cannot be seeded.',
    );
  }
  if (URL.canParse(written) && /^postgres(ql)?:$/.test(new URL(written).protocol)) return written;
  throw new UsageProblem('--database, or DATABASE_URL, must be an address that begins with postgres://.');
}
