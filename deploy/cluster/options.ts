import { parseArgs } from 'node:util';

export const HELP = `
The whole house from programs of this machine: PostgreSQL, Redis, some nodes, a recommender, and nginx in front with the
configuration that docker-compose.yml mounts. All of it lies in temporary folders and is gone afterwards.

  npm run cluster -- [options]

  --nodes N    how many servers, 1 to 9 (2)
  --port N     where nginx listens on 127.0.0.1 (8080)
  --demo       a demo catalogue, and house bidders who bid in it
  --help

Ctrl-C ends everything. Exit code 0: it was ended so. 1: it could not be started. 2: the command line is not as it must be.
`;

export type Options = { readonly nodes: number; readonly port: number; readonly demo: boolean };

/** The command line is not one we understand. */
export class UsageProblem extends Error {
  override readonly name = 'UsageProblem';
}

/** Reads the command line; undefined when help was asked for. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { nodes, port, demo, help } = parsed(args);
  if (help) return undefined;
  return { nodes: whole('--nodes', nodes, 1, 9), port: whole('--port', port, 1, 65_535), demo };
}

function parsed(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        nodes: { type: 'string', default: '2' },
        port: { type: 'string', default: '8080' },
        demo: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    });
    return values;
  } catch (error) {
    throw new UsageProblem(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function whole(name: string, written: string, least: number, most: number): number {
  const value = Number(written);
  if (/^\d+$/.test(written) && value >= least && value <= most) return value;
  throw new UsageProblem(`${name} must be a whole number from ${least} to ${most}, but is "${written}".`);
}
