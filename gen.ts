import { execFileSync } from 'node:child_process';
import { startPostgres } from './local-services/postgres.ts';
import { openDatabase } from './persistence/database.ts';
const pg = await startPostgres();
try {
  const database = await openDatabase({ kind: 'postgres', url: pg.url(), poolSize: 2 });
  await database.close();
  execFileSync('kysely-codegen', ['--url', pg.url(), '--dialect', 'postgres', '--out-file', 'persistence/schema.ts', '--numeric-parser','number','--exclude-pattern','kysely_*'], { stdio: 'inherit' });
} finally { await pg.stop(); }
