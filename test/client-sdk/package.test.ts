import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);

it('the package could be published: publint and are-the-types-wrong find nothing, and Node can import it', {
  timeout: 120_000,
}, async () => {
  const { stdout } = await run('npm', ['run', 'check:sdk'], { maxBuffer: 10_000_000 });
  expect(stdout).toContain('All good!');

  const use =
    "import('@ready-auction/client').then(({ connect }) => console.log(typeof connect('http://localhost').join))";
  expect((await run(process.execPath, ['-e', use])).stdout.trim()).toBe('function');
});
