import { PostgresDialect } from 'kysely';
import pg from 'pg';
import { EXACT_NUMBERS } from './exact-numbers.ts';

export type PostgresOptions = { readonly url: string; readonly poolSize: number };
export type ReaderOptions = { readonly url: string; readonly readerPoolSize?: number };

/**
 * Without these timeouts a black-holed connection hangs for ever; with them nobody waits two seconds to hear that the database is away.
 * What runs long on purpose brings its own in its URL.
 */
const CONNECT_TIMEOUT_MS = 1_500;
const QUERY_TIMEOUT_MS = 1_700;
/**
 * A process that stops dead in the middle of a transaction, but not its machine, keeps its locks: PostgreSQL ends it after so long. Nothing
 * here waits inside a transaction for anything but the database, so a process that is well never comes near it.
 */
const IDLE_IN_TRANSACTION_MS = 1_200;

/**
 * Statements that begin with a comment like this are prepared once per connection under that name. Only for statements whose best plan
 * does not depend on how large the tables have grown: it saved a tenth of a settlement's time.
 */
const PREPARED = /^\s*\/\* prepared: ([a-z0-9-]+) \*\//;

class PreparingClient extends pg.Client {
  /** An answer that did not come in time may still come, before that to the next question: nobody may ask on this connection again. */
  #giveUpAfter(error: unknown): void {
    if (error instanceof Error && error.message === 'Query read timeout') this.connection.stream.destroy();
  }

  // Kysely passes a text and its values; all other forms stay what they are.
  override query: typeof pg.Client.prototype.query = ((
    text: unknown,
    values: unknown,
    ...rest: unknown[]
  ) => {
    const name = typeof text === 'string' ? PREPARED.exec(text)?.[1] : undefined;
    const send = super.query as (...args: unknown[]) => unknown;
    const answer =
      name === undefined
        ? send.call(this, text, values, ...rest)
        : send.call(this, { name, text, values }, ...rest);
    if (answer instanceof Promise) answer.catch((error: unknown) => this.#giveUpAfter(error));
    return answer;
  }) as typeof pg.Client.prototype.query;
}

export type PoolStats = { readonly busy: number; readonly idle: number; readonly waiting: number };

/** A pool of connections, and how busy it is. */
export type Connections = { readonly dialect: PostgresDialect; stats(): PoolStats };

export function postgresConnections({ url, poolSize }: PostgresOptions): Connections {
  return connectionsOf(openPool(url, poolSize));
}

function connectionsOf(pool: pg.Pool): Connections {
  return {
    dialect: new PostgresDialect({ pool }),
    stats: () => ({
      // With those that are being opened: somebody waits for them.
      busy: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
  };
}

/** The URL of the same database, with so much time for each statement. */
export function withPatience(url: string, timeoutMs: number): string {
  return withParameter(url, 'query_timeout', timeoutMs);
}

/** The URL of the same database, for who may think inside a transaction for so long. */
export function withThought(url: string, thoughtMs: number): string {
  return withParameter(url, 'idle_in_transaction_session_timeout', thoughtMs);
}

function withParameter(url: string, name: string, value: number): string {
  const changed = new URL(url);
  changed.searchParams.set(name, String(value));
  return changed.href;
}

/** Enough to keep a few cores busy; more would only take turns. */
const READERS = 5;

/**
 * For lists, whose statements are written for their indices: a whole table is never read from end to end, rows are joined one by one (so
 * that who has enough can stop), nothing is compiled or spread over processes for a few milliseconds' work, and what takes longer than
 * anybody waits is ended. What is prepared is planned once, by what its statement says and not by the values of the day.
 */
export const READER_SETTINGS = [
  'set enable_seqscan = off',
  'set enable_hashjoin = off',
  'set enable_mergejoin = off',
  'set jit = off',
  'set max_parallel_workers_per_gather = 0',
  'set plan_cache_mode = force_generic_plan',
  'set statement_timeout = 3000',
].join('; ');

export function readerConnections({ url, readerPoolSize = READERS }: ReaderOptions): Connections {
  const pool = openPool(url, readerPoolSize);
  // Sent before the first query, which waits behind it.
  pool.on('connect', (client) => void client.query(READER_SETTINGS).catch(() => {}));
  return connectionsOf(pool);
}

function openPool(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    Client: PreparingClient,
    max,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        EXACT_NUMBERS[oid] ?? pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // An idle connection that dies is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  // The same for one in use: what was asked on it fails there.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
