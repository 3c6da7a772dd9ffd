import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export type Settings = {
  readonly file: string;
  readonly speed: number;
  readonly graceMs: number;
  readonly patienceMs: number;
  readonly results: string | undefined;
  readonly journal: string | undefined;
  readonly url: string | undefined;
  readonly database: string | undefined;
  readonly dataFolder: string | undefined;
  readonly run: string;
  readonly password: string;
  /** Which auctions to replay; undefined means all. */
  readonly only: readonly string[] | undefined;
  readonly limit: number;
  readonly reserves: string | undefined;
  readonly reserveAtFinal: boolean;
  readonly again: boolean;
  readonly verify: boolean;
  readonly audit: boolean;
};

/** The command line is not one we understand; the message says what to write instead. */
export class UsageProblem extends Error {
  override readonly name = 'UsageProblem';
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  speed: { ...text, default: '10080' },
  grace: { ...text, default: '5' },
  patience: { ...text, default: '60' },
  results: text,
  journal: text,
  url: text,
  database: text,
  'data-folder': text,
  run: text,
  password: { ...text, default: 'replay of recorded auctions' },
  only: text,
  limit: text,
  reserves: text,
  'reserve-at-final': flag,
  again: flag,
  verify: flag,
  audit: { ...flag, default: true },
  help: { ...flag, short: 'h' },
} as const;

/** Reads the command line; undefined when help was asked for. */
export function readArguments(args: readonly string[]): Settings | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new UsageProblem('Name one FILE of recorded auctions.');
  const alone = (a: string | boolean | undefined, b: string | boolean | undefined, names: string) => {
    if (a && b) throw new UsageProblem(`Give only one of ${names}.`);
  };
  alone(values.url, values.database ?? values['data-folder'], '--url and --database or --data-folder');
  alone(values.database, values['data-folder'], '--database and --data-folder');
  alone(values.reserves, values['reserve-at-final'], '--reserves and --reserve-at-final');

  const run = values.run ?? `${new Date().toISOString().slice(0, 10)}-${randomBytes(3).toString('hex')}`;
  if (!/^[!-~]{1,30}$/.test(run)) throw new UsageProblem('--run must be 1 to 30 visible ASCII characters.');
  return {
    file,
    speed: number('--speed', values.speed, 0.1, 1e9),
    graceMs: number('--grace', values.grace, 1, 86_400) * 1_000,
    patienceMs: number('--patience', values.patience, 1, 86_400) * 1_000,
    results: values.results,
    journal: values.journal,
    url: values.url === undefined ? undefined : address('--url', values.url, /^https?:$/),
    database:
      values.database === undefined ? undefined : address('--database', values.database, /^postgres(ql)?:$/),
    dataFolder: values['data-folder'] === undefined ? undefined : resolve(values['data-folder']),
    run,
    password: values.password,
    only: values.only?.split(',').map((name) => name.trim()),
    limit: values.limit === undefined ? Number.POSITIVE_INFINITY : number('--limit', values.limit, 1, 1e9),
    reserves: values.reserves,
    reserveAtFinal: values['reserve-at-final'] ?? false,
    again: values.again ?? false,
    verify: values.verify ?? false,
    audit: values.audit,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, allowNegative: true });
  } catch (error) {
    throw new UsageProblem(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function number(name: string, written: string, least: number, most: number): number {
  const value = Number(written);
  if (written.trim() !== '' && value >= least && value <= most) return value;
  throw new UsageProblem(`${name} must be a number from ${least} to ${most}, but is "${written}".`);
}

function address(name: string, written: string, protocol: RegExp): string {
  if (URL.canParse(written) && protocol.test(new URL(written).protocol)) return written;
  throw new UsageProblem(`${name} must be an address such as http://localhost:2567, but is "${written}".`);
}
