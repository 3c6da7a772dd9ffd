import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type Check, SHOWN_VIOLATIONS } from './audit-checks.ts';
import type { DB } from './schema.ts';

export type QueriedCheck<Row> = {
  readonly promise: string;
  readonly examined: string;
  /** Finds what breaks the promise, and nothing else. */
  readonly violations: RawBuilder<Row>;
  readonly describe: (row: Row) => string;
};

/** Runs a check that one query can make; the database counts, and hands over the first violations. */
export async function queried<Row>(db: Kysely<DB>, check: QueriedCheck<Row>): Promise<Check> {
  const { promise, examined, violations, describe } = check;
  const { rows } = await sql<Row & { violations: number }>`
    select found.*, count(*) over () as violations from (${violations}) as found limit ${SHOWN_VIOLATIONS}`.execute(
    db,
  );
  return { promise, examined, violations: rows[0]?.violations ?? 0, examples: rows.map(describe) };
}

/** Streams rows through a server-side cursor, so that a table of any size is read in bounded memory. Needs a transaction. */
export async function* streamed<Row>(
  db: Kysely<DB>,
  cursor: string,
  query: RawBuilder<Row>,
  rowsAtOnce: number,
  progress: (rows: number) => void = () => {},
): AsyncGenerator<Row, undefined> {
  await sql`declare ${sql.id(cursor)} no scroll cursor for ${query}`.execute(db);
  for (let read = 0; ; ) {
    const { rows } = await sql<Row>`fetch ${sql.lit(rowsAtOnce)} from ${sql.id(cursor)}`.execute(db);
    read += rows.length;
    progress(read);
    yield* rows;
    if (rows.length < rowsAtOnce) return undefined;
  }
}
