import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const AUDIT = fileURLToPath(new URL('../server/audit.ts', import.meta.url));

export type Audit = { readonly passed: boolean; readonly text: string };

/** `npm run audit`: the house's own view of itself. */
export function audit(databaseUrl: string): Promise<Audit> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [AUDIT], {
      env: { DATABASE_URL: databaseUrl },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        text += chunk;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ passed: code === 0, text }));
  });
}
