/** Finds the programs of a server, or installs Debian's package of it where that needs no question asked. */
import { spawn } from 'node:child_process';
import { accessSync, constants, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface ServerPackage {
  /** All of these must lie in one folder, so that they are of one version. */
  readonly programs: readonly string[];
  /** Where distributions put them when not on the PATH; the newest version is tried first. */
  readonly otherFolders: readonly string[];
  readonly aptPackage: string;
  /** The variable that names a running server to use instead, where one may be used. */
  readonly urlVariable?: string;
}

/** The folder that holds the programs, after installing them if they were missing and that was possible. */
export async function programFolder(wanted: ServerPackage): Promise<string> {
  const found = findFolder(wanted);
  if (found) return found;
  if (!canInstall()) throw new Error(missingMessage(wanted));
  await installWithApt(wanted);
  const installed = findFolder(wanted);
  if (!installed) throw new Error(missingMessage(wanted));
  return installed;
}

function findFolder({ programs, otherFolders }: ServerPackage): string | undefined {
  const onPath = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const elsewhere = otherFolders.flatMap((pattern) =>
    globSync(pattern).sort((a, b) => b.localeCompare(a, 'en', { numeric: true })),
  );
  return [...onPath, ...elsewhere].find((folder) =>
    programs.every((program) => isExecutable(join(folder, program))),
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && isExecutable('/usr/bin/apt-get');
}

async function installWithApt({ aptPackage, programs }: ServerPackage): Promise<void> {
  process.stderr.write(`${programs.join(' and ')} not found: installing Debian's package ${aptPackage}\n`);
  await aptGet('update');
  await aptGet('install', '--yes', '--no-install-recommends', '--no-upgrade', aptPackage);
}

function aptGet(...args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    // Another apt may hold the lock for a while; runlevel 1 keeps the package from starting a system service.
    const apt = spawn('/usr/bin/apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
      // Standard output may be a report that somebody parses, so apt writes to standard error.
      stdio: ['ignore', 2, 2],
    });
    apt.once('error', reject);
    apt.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`apt-get ${args[0]} failed with status ${code}`)),
    );
  });
}

function missingMessage({ programs, otherFolders, aptPackage, urlVariable }: ServerPackage): string {
  return [
    `The ${programs.length > 1 ? 'programs' : 'program'} ${programs.join(' and ')} cannot be found: neither on`,
    `the PATH nor in ${otherFolders.join(' or ')}.`,
    `Install it (Debian, Ubuntu: sudo apt-get install ${aptPackage}; macOS: brew install, then put its bin folder`,
    `on the PATH)${urlVariable === undefined ? '.' : `, or set ${urlVariable} to the URL of a running server whose data may be overwritten.`}`,
  ].join(' ');
}
