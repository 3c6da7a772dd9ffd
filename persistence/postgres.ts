import { PostgresDialect } from 'kysely';
import pg from 'pg';
import { EXACT_NUMBERS } from './exact-numbers.ts';

export type PostgresOptions = { readonly url: string; readonly poolSize: number };

/** Without these timeouts a black-holed connection hangs for ever. */
const CONNECT_TIMEOUT_MS = 1_500;
const QUERY_TIMEOUT_MS = 5_000;

export function postgresDialect({ url, poolSize }: PostgresOptions): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        EXACT_NUMBERS[oid] ?? pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // An idle connection that dies is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  return new PostgresDialect({ pool });
}
