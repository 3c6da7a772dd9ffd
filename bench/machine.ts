import { cpus, totalmem } from 'node:os';

/** What was measured on, in a line; without a version where no database took part. */
export function machine(postgresVersion: string | undefined): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  const model = cpus()[0]?.model.trim() || process.arch;
  const database = postgresVersion === undefined ? '' : `PostgreSQL ${postgresVersion.split(' ')[0]}, `;
  return `${cpus().length} × ${model}, ${memory} GiB, ${database}Node ${process.versions.node}`;
}
