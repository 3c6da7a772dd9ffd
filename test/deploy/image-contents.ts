/** What `docker build` would put into the image, put into a folder: the same copies, and production dependencies only. */
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { instructions, ROOT, textOf } from './compose-file.ts';

export type Copy = { readonly sources: readonly string[]; readonly target: string };

/** What is copied from the project into any stage. */
export function copies(): Copy[] {
  return instructions()
    .filter(({ name, rest }) => name === 'COPY' && !rest.startsWith('--from='))
    .map(({ rest }) => {
      const words = rest.split(/\s+/);
      return { sources: words.slice(0, -1), target: words.at(-1) ?? '' };
    });
}

/** Whether `.dockerignore` lets a path through: it shuts out all, and then lists what may come. */
export function mayBeCopied(path: string): boolean {
  const lines = textOf('.dockerignore').split('\n');
  return lines.some((line) => line.startsWith('!') && `${path}/`.startsWith(`${line.slice(1)}/`));
}

type Lock = { readonly packages: Readonly<Record<string, { dev?: boolean; link?: boolean }>> };

/** Everything of the last stage; packages are those that the lock file does not mark as needed for development alone. */
export function layOut(folder: string): void {
  for (const { sources, target } of copies()) {
    for (const source of sources) {
      const to = target.endsWith('/') ? join(target, source.split('/').at(-1) ?? '') : target;
      cpSync(join(ROOT, source), join(folder, to), { recursive: true });
    }
  }
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Lock;
  const isLeftOut = (path: string) => {
    const entry = packages[path];
    return (
      entry?.dev === true || entry?.link === true || /^node_modules\/node-(linux|darwin|win|bin)/.test(path)
    );
  };
  const tops = Object.keys(packages).filter((path) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path));
  for (const path of tops) {
    // Of optional packages only those for this machine are there.
    if (isLeftOut(path) || !existsSync(join(ROOT, path))) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const wanted = (from: string) => !isLeftOut(relative(ROOT, from));
    cpSync(join(ROOT, path), join(folder, path), { recursive: true, filter: wanted });
  }
}
