import type { Kysely } from 'kysely';
import { auditBooks } from './audit-books.ts';
import type { Check } from './audit-checks.ts';
import { type AuditedCounts, countRows } from './audit-counts.ts';
import { auditHolds } from './audit-holds.ts';
import { auditLogs } from './audit-logs.ts';
import { auditOutcomes } from './audit-outcomes.ts';
import { auditStrays } from './audit-strays.ts';
import { type Database, type DatabaseOptions, openDatabase } from './database.ts';
import { withPatience, withThought } from './postgres.ts';
import type { DB } from './schema.ts';

export type { Check } from './audit-checks.ts';

export type AuditReport = { readonly counts: AuditedCounts; readonly checks: readonly Check[] };

/** What is being done, and how far it is where that can be known. */
export type AuditProgress = (step: string, done?: number, of?: number) => void;

/** Sums over whole tables take longer than any query of a server may, and so does deciding a log again between two of them. */
const DAY_MS = 24 * 3_600_000;

/** Opens a database for an audit, with time for long queries. */
export function openForAudit(options: DatabaseOptions): Promise<Database> {
  if (options.kind === 'embedded') return openDatabase(options);
  return openDatabase({ ...options, url: withThought(withPatience(options.url, DAY_MS), DAY_MS) });
}

/** Checks every promise against one snapshot, so that a house may go on while it is audited. Writes nothing. */
export function audit(db: Kysely<DB>, progress?: AuditProgress): Promise<AuditReport> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((snapshot) => auditSnapshot(snapshot, progress));
}

/** The same inside a transaction. */
export async function auditSnapshot(
  db: Kysely<DB>,
  progress: AuditProgress = () => {},
): Promise<AuditReport> {
  progress('counting');
  const counts = await countRows(db);
  progress('adding up the books');
  const checks = [...(await auditBooks(db, counts))];
  progress('comparing holds and leads');
  checks.push(...(await auditHolds(db, counts)));
  progress('comparing endings and payments');
  checks.push(...(await auditOutcomes(db, counts)));
  progress('looking for strays');
  checks.push(...(await auditStrays(db, counts)));
  const onBids = (done: number) => progress('deciding every log again', done, counts.bids);
  checks.push(...(await auditLogs(db, counts, onBids)));
  return { counts, checks };
}
