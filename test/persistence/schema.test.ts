import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { createTestDatabase } from '../support/test-database.ts';

const run = promisify(execFile);

/** `UPDATE_SCHEMA=1 npx vitest run test/persistence/schema.test.ts` writes the file anew after a migration. */
it('the committed table types are those of the migrated database', async () => {
  const { url, drop } = await createTestDatabase();
  const verify = process.env.UPDATE_SCHEMA === undefined ? ['--verify'] : [];
  const options = [
    '--dialect',
    'postgres',
    '--out-file',
    'persistence/schema.ts',
    '--exclude-pattern',
    'kysely_*',
  ];
  try {
    await run('kysely-codegen', ['--url', url, ...options, '--type-mapping', '{"int8":"number"}', ...verify]);
  } catch (error) {
    expect.fail(String((error as { stdout?: string }).stdout));
  } finally {
    await drop();
  }
});
