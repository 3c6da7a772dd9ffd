/** One server process of ours: its output goes to a file, its end can be awaited, and it never outlives us. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PrivateFolder } from './private-folder.ts';
import type { UserIds } from './unprivileged-user.ts';

export interface PrivateProcess {
  readonly pid: number;
  readonly running: boolean;
  /** Null while it runs, and when a signal ended it. */
  readonly exitCode: number | null;
  /** The end of what the process printed, for error messages. */
  logTail(): string;
  /** All that was printed in its folder, by those before it, too. */
  log(): string;
  signal(name: NodeJS.Signals): void;
  /** Resolves when the process is gone: by the given signal, or by SIGKILL when that takes too long. */
  end(name: NodeJS.Signals, limitMs?: number): Promise<void>;
}

export async function startProcess(
  folder: PrivateFolder,
  program: string,
  args: readonly string[],
  user?: UserIds,
  env: NodeJS.ProcessEnv = process.env,
): Promise<PrivateProcess> {
  const logFile = join(folder.path, 'log');
  // A file and no pipe: a full or broken pipe would stop or kill a server whose output nobody reads.
  const out = openSync(logFile, 'a');
  const child = spawn(program, args, { stdio: ['ignore', out, out], cwd: '/', detached: true, env, ...user });
  closeSync(out);
  const pid = await spawned(child);
  writeFileSync(folder.pidFile, String(pid));
  // A script that forgets to stop its server must still be able to end; the folder's guard cleans up then.
  child.unref();
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      rmSync(folder.pidFile, { force: true });
      resolve();
    });
  });
  const log = () => readFileSync(logFile, 'utf8');
  const running = () => child.exitCode === null && child.signalCode === null;

  return {
    pid,
    get running() {
      return running();
    },
    get exitCode() {
      return child.exitCode;
    },
    logTail: () => log().split('\n').slice(-20).join('\n'),
    log,
    signal(name) {
      child.kill(name);
    },
    async end(name, limitMs = 10_000) {
      if (!running()) return;
      child.ref();
      child.kill(name);
      const limit = setTimeout(() => child.kill('SIGKILL'), limitMs);
      await exited;
      clearTimeout(limit);
    },
  };
}

function spawned(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve(child.pid as number));
  });
}
