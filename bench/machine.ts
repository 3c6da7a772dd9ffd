import { cpus, totalmem } from 'node:os';

/** What was measured on, in a line. */
export function machine(postgresVersion: string): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  const model = cpus()[0]?.model.trim() || process.arch;
  return `${cpus().length} × ${model}, ${memory} GiB, PostgreSQL ${postgresVersion.split(' ')[0]}, Node ${process.versions.node}`;
}
