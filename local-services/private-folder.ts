/** A temporary folder that disappears with us, even when we are killed with SIGKILL. */
import { spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserIds } from './unprivileged-user.ts';

export interface PrivateFolder {
  readonly path: string;
  /** Holds the process id of whoever works in the folder, for as long as it runs. */
  readonly pidFile: string;
  remove(): void;
}

/**
 * The guard reads a pipe whose other end only we hold: end of file means that we are gone, however that came
 * about. Then it ends the process of the folder (bounded: in a container nobody may reap it) and the folder.
 */
const guardScript = `
cat >/dev/null
pid=$(cat "$1/pid" 2>/dev/null) && kill -QUIT "$pid" 2>/dev/null && {
  tries=0
  while kill -0 "$pid" 2>/dev/null && [ $tries -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -KILL "$pid" 2>/dev/null
}
rm -rf -- "$1"
`;

export function createPrivateFolder(name: string, owner?: UserIds): PrivateFolder {
  const path = mkdtempSync(join(tmpdir(), `ready-auction-${name}-`));
  if (owner) chownSync(path, owner.uid, owner.gid);
  // Its own session, so that Ctrl-C in the terminal does not end the guard before it has done its work.
  const guard = spawn('/bin/sh', ['-c', guardScript, 'ready-auction-guard', path], {
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
    detached: true,
  });
  guard.unref();
  (guard.stdin as Socket).unref();
  return {
    path,
    pidFile: join(path, 'pid'),
    remove() {
      guard.kill('SIGKILL');
      rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
  };
}
