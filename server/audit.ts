/** `npm run audit`: does the database keep every promise? Exit code 0 yes, 1 no, 2 it could not be audited. */
import { existsSync } from 'node:fs';
import { audit, openForAudit } from '../persistence/audit.ts';
import { progressLine } from './audit/progress-line.ts';
import { auditText } from './audit/report.ts';
import { type Config, readConfig } from './config.ts';

async function run(): Promise<number> {
  const { database: options } = readConfig();
  const name = nameOf(options);
  if (options.kind === 'embedded' && !existsSync(options.folder)) {
    throw new Error(`there is no database in ${options.folder}. Name one with DATA_FOLDER or DATABASE_URL.`);
  }
  const progress = progressLine(process.stderr);
  const startedMs = performance.now();
  const database = await openForAudit(options);
  try {
    const report = await audit(database.db, progress.show);
    progress.clear();
    process.stdout.write(auditText(name, report, (performance.now() - startedMs) / 1_000));
    return report.checks.every(({ violations }) => violations === 0) ? 0 : 1;
  } finally {
    progress.clear();
    await database.close();
  }
}

/** Without the password: what is printed gets copied into tickets. */
function nameOf(options: Config['database']): string {
  if (options.kind === 'embedded') return `the embedded database in ${options.folder}`;
  const { host, pathname } = new URL(options.url);
  return `PostgreSQL at ${host}${pathname}`;
}

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(
    `\n  The audit could not be made: ${error instanceof Error ? error.message : error}\n\n`,
  );
  process.exitCode = 2;
}
