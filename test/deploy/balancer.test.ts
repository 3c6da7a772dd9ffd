/** What docker-compose.yml mounts into nginx, read by an nginx of this machine. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { programFolder } from '../../local-services/packages.ts';
import { createPrivateFolder, type PrivateFolder } from '../../local-services/private-folder.ts';
import { selfSigned } from '../support/self-signed.ts';
import { filledIn, ROOT, type Service, serviceNamed, tls } from './compose-file.ts';

let folder: PrivateFolder;
beforeEach(() => {
  folder = createPrivateFolder('compose-nginx');
  mkdirSync(join(folder.path, 'temp'));
});
afterEach(() => folder.remove());

/** Puts files where the container has them, below the prefix of nginx. */
function mount({ volumes = [] }: Pick<Service, 'volumes'>): void {
  for (const volume of volumes) {
    const [source = '', target = ''] = filledIn(volume, { TLS_FOLDER: '/certificates' }).split(':');
    if (source.startsWith('./'))
      copyFileSync(join(ROOT, source), join(folder.path, target.replace('/etc/nginx/', '')));
  }
}

async function tested(): Promise<{ code: number; said: string }> {
  const program = join(
    await programFolder({ programs: ['nginx'], otherFolders: ['/usr/sbin'], aptPackage: 'nginx-light' }),
    'nginx',
  );
  const globals = `pid ${join(folder.path, 'nginx.pid')};`;
  const args = [
    '-t',
    '-p',
    folder.path,
    '-c',
    join(folder.path, 'nginx.conf'),
    '-e',
    'stderr',
    '-g',
    globals,
  ];
  return new Promise((resolve) => {
    const child = execFile(program, args, (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, said: out + err }),
    );
  });
}

it('nginx takes what compose mounts', async () => {
  mount(serviceNamed('balancer'));
  expect(readdirSync(folder.path)).toEqual(
    expect.arrayContaining(['nginx.conf', 'listen.conf', 'nodes.conf']),
  );
  expect(await tested()).toMatchObject({ code: 0, said: expect.stringContaining('test is successful') });
});

it('nginx takes what compose mounts for TLS, with a certificate beside it', async () => {
  mount(serviceNamed('balancer'));
  mount(tls.services.balancer ?? {});
  expect((await tested()).said).toContain('fullchain.pem');
  const { cert, key } = selfSigned();
  mkdirSync(join(folder.path, 'tls'));
  writeFileSync(join(folder.path, 'tls/fullchain.pem'), cert);
  writeFileSync(join(folder.path, 'tls/privkey.pem'), key);
  expect(await tested()).toMatchObject({ code: 0 });
});
