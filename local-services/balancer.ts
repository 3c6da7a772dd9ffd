/** A private nginx in front of several servers, with the very configuration that a deployment uses. */
import { chownSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFree, onFreePort } from './free-port.ts';
import { programFolder } from './packages.ts';
import { createPrivateFolder } from './private-folder.ts';
import { type PrivateProcess, startProcess } from './private-process.ts';
import { untilReady } from './readiness.ts';
import { unprivilegedUser } from './unprivileged-user.ts';

const CONFIGURATION = fileURLToPath(new URL('../deploy/nginx/nginx.conf', import.meta.url));

const serverPackage = {
  programs: ['nginx'],
  otherFolders: ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin'],
  aptPackage: 'nginx-light',
};

export interface Balancer {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Balances over servers on these ports of this machine, which need not listen yet: `portsOf` is told the balancer's own port first,
 * because servers must know under which address they can be reached.
 */
export async function startBalancer(
  portsOf: (port: number) => Promise<readonly number[]>,
  wanted?: number,
): Promise<Balancer> {
  // Asked first: whoever has the port would answer in the place of the one that could not have it.
  if (wanted !== undefined && !(await isFree(wanted))) throw new Error(`port ${wanted} is in use`);
  const program = join(await programFolder(serverPackage), 'nginx');
  const user = unprivilegedUser();
  const folder = createPrivateFolder('balancer', user);
  let port = 0;
  let balancer: PrivateProcess;

  const launch = async (free: number) => {
    port = free;
    const ports = await portsOf(port);
    copyFileSync(CONFIGURATION, join(folder.path, 'nginx.conf'));
    writeFileSync(join(folder.path, 'listen.conf'), `listen 127.0.0.1:${port};\n`);
    writeFileSync(join(folder.path, 'nodes.conf'), nodes(ports));
    const temp = join(folder.path, 'temp');
    mkdirSync(temp, { recursive: true });
    if (user) chownSync(temp, user.uid, user.gid);
    const globals = `daemon off; pid ${join(folder.path, 'nginx.pid')};`;
    const args = ['-p', folder.path, '-c', join(folder.path, 'nginx.conf'), '-e', 'stderr', '-g', globals];
    balancer = await startProcess(folder, program, args, user);
    await untilReady('nginx', balancer, () => listens(port));
  };
  try {
    if (wanted === undefined) await onFreePort(launch);
    else await launch(wanted);
  } catch (error) {
    folder.remove();
    throw error;
  }
  return {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    get port() {
      return port;
    },
    async stop() {
      await balancer.end('SIGTERM');
      folder.remove();
    },
  };
}

function nodes(ports: readonly number[]): string {
  const servers = ports.map((port) => `  server 127.0.0.1:${port} max_fails=0;\n`).join('');
  const each = ports.map((port, index) => `upstream node-${index + 1} { server 127.0.0.1:${port}; }\n`);
  return `upstream nodes {\n  least_conn;\n${servers}  keepalive 64;\n}\n${each.join('')}`;
}

function listens(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}
