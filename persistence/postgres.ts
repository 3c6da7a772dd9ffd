import { PostgresDialect } from 'kysely';
import pg from 'pg';
import { EXACT_NUMBERS } from './exact-numbers.ts';

export type PostgresOptions = { readonly url: string; readonly poolSize: number };

/** Without these timeouts a black-holed connection hangs for ever. */
const CONNECT_TIMEOUT_MS = 1_500;
const QUERY_TIMEOUT_MS = 5_000;

/**
 * Statements that begin with a comment like this are prepared once per connection under that name. Only for statements whose best plan
 * does not depend on how large the tables have grown: it saved a tenth of a settlement's time.
 */
const PREPARED = /^\s*\/\* prepared: ([a-z-]+) \*\//;

class PreparingClient extends pg.Client {
  // Kysely passes a text and its values; all other forms stay what they are.
  override query: typeof pg.Client.prototype.query = ((
    text: unknown,
    values: unknown,
    ...rest: unknown[]
  ) => {
    const name = typeof text === 'string' ? PREPARED.exec(text)?.[1] : undefined;
    const send = super.query as (...args: unknown[]) => unknown;
    return name === undefined
      ? send.call(this, text, values, ...rest)
      : send.call(this, { name, text, values }, ...rest);
  }) as typeof pg.Client.prototype.query;
}

export function postgresDialect({ url, poolSize }: PostgresOptions): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: url,
    Client: PreparingClient,
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
