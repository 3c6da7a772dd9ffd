/** Programs of this project, run as a user would. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type Ended = { readonly code: number | null; readonly said: string };

const programOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const runReplay = (...args: string[]): Promise<Ended> => run('replay/main.ts', args, {});

/** Re-decides everything a database holds. */
export const runAudit = (variables: Readonly<Record<string, string>>): Promise<Ended> =>
  run('server/audit.ts', [], variables);

function run(path: string, args: string[], variables: Readonly<Record<string, string>>): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...variables };
    const child = spawn(process.execPath, [programOf(path), ...args], { env });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said }));
  });
}
